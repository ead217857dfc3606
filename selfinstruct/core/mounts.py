"""Where a path lies: on a file system of this machine, or on one that other machines may share."""

from pathlib import Path

# They keep locks and shared memory as SQLite's write-ahead log needs them (sqlite.org/wal.html). Whatever is not among
# them (nfs, cifs, fuse, 9p, virtiofs, ceph, lustre, …) may be shared by machines that do not see each other's.
_OF_ONE_MACHINE = frozenset(
    "apfs bcachefs btrfs exfat ext2 ext3 ext4 f2fs fat32 hfs jfs msdos ntfs ntfs3 overlay ramfs refs reiserfs tmpfs"
    " ufs vfat xfs zfs".split()
)


def file_system(path: Path) -> str:
    """Return the type of the file system that a path lies on, such as `ext4` or `nfs4`; "" where nobody tells."""
    # A table of the machine's mounts is wanted once or twice in a run.
    import psutil

    types = {mount.mountpoint: mount.fstype.lower() for mount in psutil.disk_partitions(all=True)}
    target = path.absolute().resolve()
    return next((types[str(each)] for each in (target, *target.parents) if str(each) in types), "")


def is_shared(path: Path) -> bool:
    """Return whether a path lies where machines may write that do not see each other's locks; False where unknown."""
    return file_system(path) not in {"", *_OF_ONE_MACHINE}
