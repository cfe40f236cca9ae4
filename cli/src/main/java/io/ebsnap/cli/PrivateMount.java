package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.ApiException;
import io.ebsnap.api.Done;
import io.ebsnap.api.MountRequest.MountSnapshot;
import io.ebsnap.api.MountRequest.UnmountSnapshot;
import io.ebsnap.api.SnapshotMount;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a snapshot that is mounted for this command alone: in a mount namespace of a process that lives no longer than the command, however that ends. So nothing has to
 * be cleared away; the daemon takes back the device when it sees that nobody uses it.
 */
final class PrivateMount implements AutoCloseable {

    /** Mounts, says so, and unmounts when whoever holds the other end of its standard input is gone. */
    private static final String KEEPER =
            "mount -i -t \"$1\" -o \"$2\" \"$3\" \"$4\" 2>&1 && echo mounted && cat >/dev/null; umount \"$4\" 2>/dev/null";

    private final Session session;
    private final ApiClient daemon;
    private final SnapshotMount mount;
    private final Process keeper;
    private final Path directory;

    private PrivateMount(Session session, ApiClient daemon, SnapshotMount mount, Process keeper) {
        this.session = session;
        this.daemon = daemon;
        this.mount = mount;
        this.keeper = keeper;
        this.directory = point(session);
    }

    /** Mounts a part of a snapshot; without a name the only one that can be. */
    static PrivateMount open(Session session, ApiClient daemon, String snapshot, @Nullable String part) {
        SnapshotMount mount = daemon.call(new MountSnapshot(snapshot, part, null));
        Process keeper = session.programs()
                .start(new ProcessBuilder(List.of(
                                "unshare",
                                "--mount",
                                "--propagation",
                                "slave",
                                "sh",
                                "-c",
                                KEEPER,
                                "ebsnap-files",
                                mount.mountType(),
                                String.join(",", mount.mountOptions()),
                                mount.device(),
                                point(session).toString()))
                        .redirectErrorStream(true));
        PrivateMount opened = new PrivateMount(session, daemon, mount, keeper);
        try {
            opened.awaitMounted();
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** Hidden by the mount in its namespace, and a directory that is there for sure. */
    private static Path point(Session session) {
        Path parent = session.socket().toAbsolutePath().getParent();
        return parent == null ? Path.of("/") : parent;
    }

    private void awaitMounted() {
        try {
            BufferedReader said =
                    new BufferedReader(new InputStreamReader(keeper.getInputStream(), StandardCharsets.UTF_8));
            String line = said.readLine();
            if (line == null || !line.equals("mounted")) {
                throw new Refusal(
                        ExitCode.FAILED,
                        "mounting " + mount.part() + " of " + mount.snapshotId() + " failed: " + line,
                        "only root may mount; the kernel's log (dmesg) says more");
            }
        } catch (IOException e) {
            throw Programs.unusable("unshare", e);
        }
    }

    /** The root of its file system, as this process reaches it. */
    Path root() {
        return Path.of("/proc", String.valueOf(keeper.pid()), "root")
                .resolve(directory.toString().substring(1));
    }

    @Override
    public void close() {
        try {
            keeper.getOutputStream().close();
            int unused = keeper.waitFor();
            Done unusedDone = daemon.call(new UnmountSnapshot(mount.mountId()));
        } catch (ApiException e) {
            session.renderer().note("the device of " + mount.snapshotId() + " ends later: " + e.getMessage());
        } catch (IOException e) {
            throw Programs.unusable("unshare", e);
        } catch (InterruptedException e) {
            throw Programs.interrupted(e);
        }
    }
}
