# Uses every command of a server through libnbd. Arguments: URI of an export of zeros, its size.
import errno
import sys

import nbd

uri, size = sys.argv[1], int(sys.argv[2])


def open_export(structured=True):
    handle = nbd.NBD()
    handle.set_request_structured_replies(structured)
    if structured:
        handle.add_meta_context("base:allocation")
        handle.add_meta_context("ebsnap:hydration")
    handle.set_strict_mode(0)
    handle.connect_uri(uri)
    return handle


def refused(number, call, *arguments):
    try:
        call(*arguments)
    except nbd.Error as error:
        assert error.errnum == number, (call, arguments, error)
        return
    raise AssertionError((call, arguments, "went well"))


def status(handle, offset, length, flags=0):
    found = {}

    def note(context, at, entries, error):
        assert at == offset and error.value == 0
        found[context] = list(zip(entries[::2], entries[1::2]))

    handle.block_status(length, offset, note, flags)
    return found


h = open_export()
assert h.get_size() == size and h.get_structured_replies_negotiated()
data = bytes(range(256)) * 4096
h.pwrite(data, 123)
assert h.pread(len(data), 123) == data
h.pwrite(b"x" * 4096, 1 << 20, nbd.CMD_FLAG_FUA)
h.flush()

# One data chunk if told not to fragment; a hole where there is nothing but zeros.
chunks = []


def note(buffer, offset, kind, error):
    chunks.append((offset, len(buffer), kind))


h.pread_structured(65536, 1 << 20, note, nbd.CMD_FLAG_DF)
assert chunks == [(1 << 20, 65536, nbd.READ_DATA)], chunks
chunks.clear()
h.pread_structured(4 << 20, 8 << 20, note)
assert chunks == [(8 << 20, 4 << 20, nbd.READ_HOLE)], chunks
chunks.clear()
h.pread_structured(4 << 20, 8 << 20, note, nbd.CMD_FLAG_DF)
assert chunks == [(8 << 20, 4 << 20, nbd.READ_DATA)], chunks

h.zero(4096, 4096)
assert h.pread(4096, 4096) == bytes(4096)
h.zero(8192, 1 << 16, nbd.CMD_FLAG_NO_HOLE | nbd.CMD_FLAG_FUA)
refused(errno.ENOTSUP, h.zero, 4096, 0, nbd.CMD_FLAG_FAST_ZERO | nbd.CMD_FLAG_NO_HOLE)
h.zero(4096, 0, nbd.CMD_FLAG_FAST_ZERO)
h.trim(4096, 12288, nbd.CMD_FLAG_FUA)
h.cache(65536, 0)

extents = status(h, 0, size)
assert set(extents) == {"base:allocation", "ebsnap:hydration"}, extents
assert sum(length for length, _ in extents["base:allocation"]) == size
assert extents["ebsnap:hydration"] == [(size, 0)]
one = status(h, 0, 1000, nbd.CMD_FLAG_REQ_ONE)
assert all(len(entries) == 1 and entries[0][0] <= 1000 for entries in one.values()), one

refused(errno.EINVAL, h.pread, 4096, size - 1)
refused(errno.ENOSPC, h.pwrite, b"12", size - 1)
refused(errno.EINVAL, h.trim, 4096, size)
refused(errno.ENOSPC, h.zero, 4096, size)
refused(errno.EINVAL, h.cache, 4096, size)
assert h.pread(4096, 0) == bytes(4096)

# A write of the largest payload, many at once, and the old simple replies.
big = b"\x5a" * (32 << 20)
h.pwrite(big, 0)
assert h.pread(len(big), 0) == big
cookies = [h.aio_pwrite(nbd.Buffer.from_bytearray(bytearray([i % 256] * 4096)), i * 4096) for i in range(500)]
for cookie in cookies:
    while not h.aio_command_completed(cookie):
        h.poll(-1)
for i in range(0, 500, 7):
    assert h.pread(4096, i * 4096) == bytes([i % 256] * 4096)
h.shutdown()

s = open_export(structured=False)
assert not s.get_structured_replies_negotiated() and not s.can_df()
assert s.pread(4096, 7 * 4096) == bytes([7] * 4096)
assert s.pread(20 << 20, 4 << 20) == big[: 20 << 20]
refused(errno.EINVAL, s.pread, 4096, size - 1)
s.shutdown()
print("all as it should be")
