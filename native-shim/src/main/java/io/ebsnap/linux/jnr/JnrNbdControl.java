package io.ebsnap.linux.jnr;

import io.ebsnap.linux.Errno;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.NbdConnection;
import io.ebsnap.linux.NbdControl;
import io.ebsnap.linux.NbdDeviceState;
import io.ebsnap.linux.NbdSocket;
import io.ebsnap.linux.netlink.NbdMessages;
import io.ebsnap.linux.netlink.NetlinkFormatException;
import io.ebsnap.linux.netlink.NetlinkReply;
import io.ebsnap.linux.sysfs.NbdTable;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

final class JnrNbdControl implements NbdControl {

    private static final String DRIVER = "the NBD driver";
    private static final int SEQUENCE = 1;

    private final Syscalls syscalls;

    JnrNbdControl(Syscalls syscalls) {
        this.syscalls = syscalls;
    }

    /** What needs the numbers of descriptors not to change hands. */
    @FunctionalInterface
    private interface WithNumbers<T> {
        T use(int... numbers) throws LinuxException;
    }

    /** What to look for in the answers. */
    @FunctionalInterface
    private interface Reading<T> {
        Optional<T> of(NetlinkReply.Answer answer) throws NetlinkFormatException;
    }

    @Override
    public Optional<String> obstacle() {
        try {
            return family().knowsBackends()
                    ? Optional.empty()
                    : Optional.of("the kernel's NBD driver is older than that of Linux 5.14");
        } catch (LinuxException e) {
            return Optional.of(
                    e.errno() == Errno.ENOENT
                            ? "the kernel has no NBD driver, or has not loaded it"
                            : "the kernel does not tell of its NBD driver: " + e.getMessage());
        }
    }

    private NbdMessages.Family family() throws LinuxException {
        return read(DRIVER, ask(DRIVER, NbdMessages.findFamily(SEQUENCE)), NbdMessages::family);
    }

    @Override
    public NbdSocket connectTo(Path listener) throws LinuxException {
        return JnrNbdSocket.connect(syscalls, listener);
    }

    @Override
    public int connect(NbdConnection wanted, List<NbdSocket> sockets) throws LinuxException {
        NbdMessages.Family family = family();
        List<NetlinkReply.Answer> answers =
                holding(sockets, numbers -> ask(DRIVER, NbdMessages.connect(family, SEQUENCE, wanted, numbers)));
        return read(DRIVER, answers, NbdMessages::connectedIndex);
    }

    @Override
    public void reconnect(int index, String backend, List<NbdSocket> sockets) throws LinuxException {
        NbdMessages.Family family = family();
        holding(sockets, numbers -> ask(name(index), NbdMessages.reconnect(family, SEQUENCE, index, backend, numbers)));
    }

    @Override
    public void resize(int index, String backend, long sizeBytes) throws LinuxException {
        ask(name(index), NbdMessages.resize(family(), SEQUENCE, index, backend, sizeBytes));
    }

    @Override
    public void disconnect(int index) throws LinuxException {
        ask(name(index), NbdMessages.disconnect(family(), SEQUENCE, index));
    }

    @Override
    public List<NbdDeviceState> devices() throws LinuxException {
        return read(DRIVER, ask(DRIVER, NbdMessages.status(family(), SEQUENCE)), NbdMessages::devices);
    }

    @Override
    public OptionalInt find(String backend) {
        return NbdTable.ofThisMachine().find(backend);
    }

    private static String name(int index) {
        return "/dev/nbd" + index;
    }

    private List<NetlinkReply.Answer> ask(String name, ByteBuffer request) throws LinuxException {
        try (NetlinkSocket socket = NetlinkSocket.open(syscalls, name)) {
            return socket.ask(request);
        }
    }

    private static <T> T read(String name, List<NetlinkReply.Answer> answers, Reading<T> reading)
            throws LinuxException {
        LinuxException unreadable = new LinuxException("read", name, Errno.EBADMSG.number());
        try {
            for (NetlinkReply.Answer answer : answers) {
                Optional<T> found = reading.of(answer);
                if (found.isPresent()) {
                    return found.get();
                }
            }
        } catch (NetlinkFormatException e) {
            unreadable.initCause(e);
        }
        throw unreadable;
    }

    /** Keeps the sockets open, and their numbers theirs, for as long as {@code body} runs. */
    private static <T> T holding(List<NbdSocket> sockets, WithNumbers<T> body) throws LinuxException {
        return holding(sockets, new ArrayList<>(), body);
    }

    private static <T> T holding(List<NbdSocket> sockets, List<Integer> numbers, WithNumbers<T> body)
            throws LinuxException {
        if (numbers.size() == sockets.size()) {
            return body.use(numbers.stream().mapToInt(Integer::intValue).toArray());
        }
        JnrNbdSocket next = (JnrNbdSocket) sockets.get(numbers.size());
        return next.descriptor().hold("netlink", number -> {
            numbers.add(number);
            return holding(sockets, numbers, body);
        });
    }
}
