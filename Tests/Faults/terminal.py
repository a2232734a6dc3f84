"""A terminal as a person sees it: libvterm reads the bytes, the text of the cells can be asked."""

import ctypes
import ctypes.util

_library = ctypes.CDLL(ctypes.util.find_library("vterm") or "libvterm.so.0")
for _name in ("vterm_new", "vterm_obtain_screen"):
    getattr(_library, _name).restype = ctypes.c_void_p


class _Rectangle(ctypes.Structure):
    _fields_ = [(name, ctypes.c_int) for name in ("start_row", "end_row", "start_col", "end_col")]


_library.vterm_obtain_screen.argtypes = [ctypes.c_void_p]
_library.vterm_free.argtypes = [ctypes.c_void_p]
_library.vterm_set_utf8.argtypes = [ctypes.c_void_p, ctypes.c_int]
_library.vterm_set_size.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int]
_library.vterm_input_write.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t]
_library.vterm_screen_enable_altscreen.argtypes = [ctypes.c_void_p, ctypes.c_int]
_library.vterm_screen_reset.argtypes = [ctypes.c_void_p, ctypes.c_int]
_library.vterm_screen_get_text.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, _Rectangle]
_library.vterm_screen_get_text.restype = ctypes.c_size_t


class Terminal:
    """Used by one thread."""

    def __init__(self, rows, columns):
        # libvterm knows no empty screen.
        self.rows, self.columns = max(1, rows), max(1, columns)
        self._terminal = _library.vterm_new(self.rows, self.columns)
        _library.vterm_set_utf8(self._terminal, 1)
        self._screen = _library.vterm_obtain_screen(self._terminal)
        _library.vterm_screen_enable_altscreen(self._screen, 1)
        _library.vterm_screen_reset(self._screen, 1)

    def feed(self, data):
        _library.vterm_input_write(self._terminal, data, len(data))

    def resize(self, rows, columns):
        self.rows, self.columns = max(1, rows), max(1, columns)
        _library.vterm_set_size(self._terminal, self.rows, self.columns)

    def text(self):
        """The rows without trailing blanks."""
        buffer = ctypes.create_string_buffer(self.columns * 16)
        rows = []
        for row in range(self.rows):
            size = _library.vterm_screen_get_text(
                self._screen, buffer, len(buffer), _Rectangle(row, row + 1, 0, self.columns)
            )
            rows.append(buffer.raw[:size].decode(errors="replace").rstrip())
        return "\n".join(rows)

    def close(self):
        _library.vterm_free(self._terminal)
