"""What the virtual machine is made of: Debian's kernel, fetched and not installed, and a file system in memory."""

import gzip
import pathlib
import re
import shutil
import subprocess

HERE = pathlib.Path(__file__).resolve().parent

#: The kernel's part for qemu's plain screen of any size, and what it stands on, in the order in which they go in.
MODULES = ["rc-core", "drm", "drm_kms_helper", "drm_shmem_helper", "ttm", "drm_ttm_helper", "drm_vram_helper", "bochs"]

COMMANDS = "sh mount cat echo ls stty sleep setsid seq grep mkdir insmod ip rm true".split()


def fetch_kernel(folder):
    """The kernel's file and the folder of its modules, by apt from Debian; fetched once."""
    if not list(folder.glob("boot/vmlinuz-*")):
        folder.mkdir(parents=True, exist_ok=True)
        depends = subprocess.run(
            ["apt-cache", "depends", "linux-image-amd64"], capture_output=True, text=True, check=True
        )
        package = re.search(r"linux-image-\S+", depends.stdout.split("\n", 1)[1])[0]
        subprocess.run(["apt-get", "download", "-q", package], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        (archive,) = folder.glob("linux-image-*.deb")
        subprocess.run(["dpkg-deb", "-x", archive.name, "."], cwd=folder, check=True)
        archive.unlink()
    (kernel,) = folder.glob("boot/vmlinuz-*")
    (modules,) = folder.glob("lib/modules/*/kernel")
    return kernel, modules


class Initramfs:
    def __init__(self, folder):
        self.root, self.image = folder / "root", folder / "initramfs.gz"
        for name in ("bin", "dev", "proc", "sys", "tmp", "etc", "fonts", "modules", "usr/lib/locale", "lib/terminfo/l"):
            (self.root / name).mkdir(parents=True)
        shutil.copy("/bin/busybox", self.root / "bin/busybox")
        for command in COMMANDS:
            (self.root / "bin" / command).symlink_to("busybox")
        self.add_program(shutil.which("setfont"), "setfont")
        shutil.copy("/lib/terminfo/l/linux", self.root / "lib/terminfo/l/linux")
        shutil.copytree("/usr/lib/locale/C.utf8", self.root / "usr/lib/locale/C.utf8")
        shutil.copytree("/etc/ssl/certs", self.root / "etc/ssl/certs")
        self.add_file("etc/passwd", "root:x:0:0:root:/tmp:/bin/sh\n")
        self.add_file("etc/hosts", "127.0.0.1 localhost\n")
        self.add_file("init", (HERE / "init.sh").read_text())
        (self.root / "init").chmod(0o755)

    def add_file(self, name, text):
        (self.root / name).write_text(text)

    def add_program(self, program, name):
        """A program without its symbols, and the libraries it names, where it looks for them."""
        subprocess.run(["strip", "-o", self.root / "bin" / name, program], check=True)
        named = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
        for library in re.findall(r"(/\S+) \(0x", named):
            place = self.root / library.lstrip("/")
            if not place.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(library, place)

    def add_fonts(self, names):
        for name in names:
            with gzip.open(f"/usr/share/consolefonts/{name}.psf.gz") as font:
                (self.root / "fonts" / f"{name}.psf").write_bytes(font.read())

    def add_modules(self, folder):
        for number, name in enumerate(MODULES):
            (found,) = folder.rglob(f"{name}.ko")
            shutil.copy(found, self.root / "modules" / f"{number}-{name}.ko")

    def pack(self):
        names = "\n".join(str(file.relative_to(self.root)) for file in self.root.rglob("*"))
        cpio = ["cpio", "--quiet", "-o", "-H", "newc"]
        packed = subprocess.run(cpio, cwd=self.root, input=names.encode(), capture_output=True, check=True)
        self.image.write_bytes(gzip.compress(packed.stdout, 1))
        return self.image
