package io.ebsnap.cli;

import io.ebsnap.api.ApiException;
import io.ebsnap.api.DaemonUnreachable;
import io.ebsnap.api.MalformedMessage;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What went wrong, as one line, a hint and an exit code. */
final class ErrorMessages implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private static final String START_HINT =
            "is ebsnapd running? systemctl status ebsnapd; another socket: --socket or EBSNAP_SOCKET";
    /** What the parser puts before some of its messages; ours begin with the program's name. */
    private static final String PARSER_PREFIX = "Error: ";

    private static final String RIGHTS_HINT = "root and members of the group ebsnap may use it";

    private final Renderer renderer;

    ErrorMessages(Renderer renderer) {
        this.renderer = renderer;
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("usage");
        renderer.error(
                message.startsWith(PARSER_PREFIX) ? message.substring(PARSER_PREFIX.length()) : message,
                command + " --help");
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) throws Exception {
        return switch (e) {
            case ApiException api -> {
                renderer.error(api.error().message(), api.error().hint());
                yield ExitCode.of(api.error().kind());
            }
            case DaemonUnreachable gone -> {
                renderer.error(String.valueOf(gone.getMessage()), gone.isDenied() ? RIGHTS_HINT : START_HINT);
                yield gone.isDenied() ? ExitCode.DENIED : ExitCode.UNREACHABLE;
            }
            case MalformedMessage strange -> {
                renderer.error(
                        "the daemon's answer is not understood: " + strange.getMessage(),
                        "are ebsnap and ebsnapd of the same release?");
                yield ExitCode.FAILED;
            }
            case Refusal refusal -> {
                renderer.error(String.valueOf(refusal.getMessage()), refusal.hint());
                yield refusal.exitCode();
            }
            case ParameterException wrong -> handleParseException(wrong, new String[0]);
            default -> {
                renderer.error("this is a fault in ebsnap: " + e, "please report it");
                yield ExitCode.INTERNAL;
            }
        };
    }
}
