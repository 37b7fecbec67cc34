package dev.virga.sandbox;

/// The system calls this module makes, by number, for the two architectures it runs on. Numbers and
/// not libc functions, because libc changes credentials in all threads of the process, and a
/// sandbox is built by one thread.
enum Syscall {
    READ(0, 63),
    WRITE(1, 64),
    CLOSE(3, 57),
    IOCTL(16, 29),
    SOCKET(41, 198),
    WAIT4(61, 260),
    KILL(62, 129),
    FCNTL(72, 25),
    CHDIR(80, 49),
    FCHOWN(93, 55),
    SETGROUPS(116, 159),
    SETRESUID(117, 147),
    SETRESGID(119, 149),
    CAPSET(126, 91),
    PIVOT_ROOT(155, 41),
    PRCTL(157, 167),
    MOUNT(165, 40),
    UMOUNT2(166, 39),
    SETHOSTNAME(170, 161),
    GETTID(186, 178),
    EPOLL_CTL(233, 21),
    OPENAT(257, 56),
    UNSHARE(272, 97),
    EPOLL_PWAIT(281, 22),
    EPOLL_CREATE1(291, 20),
    PIPE2(293, 59),
    PRLIMIT64(302, 261),
    SETNS(308, 268),
    OPEN_TREE(428, 428),
    MOVE_MOUNT(429, 429),
    PIDFD_OPEN(434, 434),
    MOUNT_SETATTR(442, 442);

    final int number;

    Syscall(int x86, int arm) {
        this.number = Machine.X86_64 ? x86 : arm;
    }
}
