package io.edgedfa.host.bundle;

import io.edgedfa.host.app.Processes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A copy of the emulated ARM board's root file system ({@code .ci/arm64}) into which packages are installed: each command runs in it
 * by chroot, its programs emulated by the kernel's {@code binfmt_misc}, in name spaces of its own that end with it.
 */
final class EmulatedBoard implements AutoCloseable {
    static final String HOST_NAME = "emulated-board";

    /** $1: the root file system, then the command. */
    private static final String ENTER = """
            set -e
            root=$1; shift
            kernel=/proc/sys/fs/binfmt_misc
            mount -t binfmt_misc none $kernel
            [ -e $kernel/qemu-aarch64 ] || printf '%s' ':qemu-aarch64:M::\\x7f\\x45\\x4c\\x46\\x02\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00\\xb7\\x00:\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xfe\\xff\\xff\\xff:/usr/bin/qemu-aarch64-static:OCF' > $kernel/register
            hostname @HOST_NAME@
            mount --rbind /dev "$root/dev"
            mount --bind "$root/proc/cpuinfo" "$root/run/cpuinfo"
            mount -t proc proc "$root/proc"
            mount --bind "$root/run/cpuinfo" "$root/proc/cpuinfo"
            exec chroot "$root" "$@"
            """.replace("@HOST_NAME@", HOST_NAME);

    private final Path root;
    private final Processes processes;
    private int calls;

    private EmulatedBoard(Path root, Processes processes) {
        this.root = root;
        this.processes = processes;
    }

    /** Whether the kernel can run programs of another machine; no package brings that. */
    static boolean kernelCan() throws IOException {
        return Files.readString(Path.of("/proc/filesystems")).contains("binfmt_misc");
    }

    /** What keeps it from running here, though it could be installed; null if nothing does. */
    static String missing() throws IOException {
        String place = System.getenv("EDGE_DFA_ARM64");
        if (place == null || !Files.isDirectory(Path.of(place, "rootfs"))) {
            return "EDGE_DFA_ARM64 names no folder that .ci/arm64 has made";
        }
        if (!Files.isExecutable(Path.of("/usr/bin/qemu-aarch64-static"))) {
            return "/usr/bin/qemu-aarch64-static is not installed (package qemu-user-static)";
        }
        return Files.getOwner(Path.of("/proc/self")).getName().equals("root") ? null : "only root can change the root file system";
    }

    static EmulatedBoard copy(Path folder, Processes processes) throws Exception {
        Path root = folder.resolve("root");
        Process copy = processes.start("copy",
                List.of("cp", "-a", "--reflink=auto", Path.of(System.getenv("EDGE_DFA_ARM64"), "rootfs").toString(), root.toString()));
        if (copy.waitFor() != 0) {
            throw new IOException(processes.output("copy"));
        }
        Files.writeString(root.resolve("etc/hosts"), "127.0.0.1 localhost\n"); // nobody can resolve the board's own name
        Files.createFile(root.resolve("run/cpuinfo"));
        Files.createDirectories(root.resolve("srv"));
        return new EmulatedBoard(root, processes);
    }

    /** A place of the board as this machine sees it. */
    Path path(String path) {
        return root.resolve(path.substring(1));
    }

    /** Starts a command; its output goes to {@code NAME.log}. Where the process ends, all that it started ends. */
    Process start(String name, Map<String, String> environment, List<String> command) throws IOException {
        List<String> line = new ArrayList<>(List.of("unshare", "--mount", "--pid", "--uts", "--fork", "--kill-child",
                "bash", "-c", ENTER, "enter", root.toString(), "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8"));
        environment.forEach((key, value) -> line.add(key + "=" + value));
        line.addAll(command);
        return processes.start(name, line);
    }

    /** Runs a line of shell as root. @return exit code, a space, and what it wrote */
    String run(Map<String, String> environment, String line) throws Exception {
        String name = "call-" + calls++;
        Process process = start(name, environment, List.of("sh", "-c", line));
        if (!process.waitFor(150, TimeUnit.SECONDS)) {
            throw new IOException(line + " still runs: " + processes.output(name));
        }
        return process.exitValue() + " " + processes.output(name).strip();
    }

    /** Owner, group and mode of a path, as in {@code root root 644}. */
    String facts(String path) throws Exception {
        return run(Map.of(), "stat -c '%U %G %a' " + path).substring(2);
    }

    String text(String path) throws IOException {
        return Files.readString(path(path), StandardCharsets.UTF_8);
    }

    /** Deletes it, links as links. */
    @Override
    public void close() throws IOException, InterruptedException {
        processes.start("delete", List.of("rm", "-rf", "--one-file-system", root.toString())).waitFor();
    }
}
