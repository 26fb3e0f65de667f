package io.edgedfa.device.board;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files under a folder as the kernels of real boards show them. */
final class FakeBoard {
    final Path root;

    private FakeBoard(Path root) {
        this.root = root;
    }

    static FakeBoard empty(Path root) {
        return new FakeBoard(root);
    }

    /** Jetson Nano 4 GB, JetPack 4.6 (L4T 32.7): kernel 4.9, power through an industrial I/O device. */
    static FakeBoard nanoOnJetPack4(Path root) {
        return new FakeBoard(root).kernel(3_963_736, 2_421_340)
                .with("proc/device-tree/model", "NVIDIA Jetson Nano Developer Kit\0")
                .with("etc/nv_tegra_release", "# R32 (release), REVISION: 7.1, GCID: 29818004, BOARD: t210ref, EABI: aarch64, "
                        + "DATE: Sat Feb 19 17:05:08 UTC 2022\n")
                .with("etc/os-release", "NAME=\"Ubuntu\"\nVERSION=\"18.04.6 LTS (Bionic Beaver)\"\nID=ubuntu\n"
                        + "PRETTY_NAME=\"Ubuntu 18.04.6 LTS\"\n")
                .zone(0, "AO-therm", "41500").zone(1, "CPU-therm", "34500").zone(2, "GPU-therm", "32000")
                .zone(3, "PLL-therm", "32500").zone(4, "PMIC-Die", "100000").zone(5, "thermal-fan-est", "33250")
                .rail(0, "POM_5V_IN", "2187").rail(1, "POM_5V_GPU", "39").rail(2, "POM_5V_CPU", "558")
                .with("sys/bus/i2c/drivers/ina3221x/bind", "")
                .with("sys/devices/system/cpu/cpufreq/policy0/scaling_cur_freq", "1479000\n")
                .with("sys/devices/gpu.0/load", "137\n")
                .with("sys/class/devfreq/57000000.gpu/cur_freq", "921600000\n")
                .with("sys/class/devfreq/70080000.nvjpg/cur_freq", "627200000\n");
    }

    /** AGX Orin, JetPack 5.1 (L4T 35.4): kernel 5.10, two power monitors without a rail for the whole. */
    static FakeBoard orinOnJetPack5(Path root) {
        return new FakeBoard(root).kernel(31_263_840, 27_310_012)
                .with("proc/device-tree/model", "Jetson AGX Orin Developer Kit\0")
                .with("etc/nv_tegra_release", "# R35 (release), REVISION: 4.1, GCID: 33958178, BOARD: t186ref, EABI: aarch64, "
                        + "DATE: Tue Aug  1 19:57:35 UTC 2023\n")
                .with("etc/os-release", "PRETTY_NAME=\"Ubuntu 20.04.6 LTS\"\n")
                .zone(0, "CPU-therm", "48343").zone(1, "GPU-therm", "44125").zone(2, "CV0-therm", "44000")
                .zone(8, "tj-therm", "48343")
                .monitor(3, 1, "VDD_GPU_SOC", "18952", "168").monitor(3, 2, "VDD_CPU_CV", "18960", "42")
                .monitor(3, 3, "VIN_SYS_5V0", "4968", "953").shuntSum(3)
                .monitor(4, 1, "NC", "0", "0").monitor(4, 2, "VDDQ_VDD2_1V8AO", "4968", "80").monitor(4, 3, "NC", "0", "0")
                .with("sys/class/hwmon/hwmon0/name", "pwmfan\n")
                .with("sys/devices/system/cpu/cpufreq/policy0/scaling_cur_freq", "729600\n")
                .with("sys/devices/system/cpu/cpufreq/policy4/scaling_cur_freq", "2201600\n")
                .with("sys/devices/system/cpu/cpufreq/policy8/scaling_cur_freq", "729600\n")
                .with("sys/devices/gpu.0/load", "0\n")
                .with("sys/class/devfreq/17000000.ga10b/cur_freq", "306000000\n");
    }

    /** Orin Nano, JetPack 6.2 (L4T 36.4): kernel 5.15, lower-case zones, the GPU's device moved. */
    static FakeBoard orinOnJetPack6(Path root) {
        return new FakeBoard(root).kernel(7_802_168, 5_913_512)
                .with("proc/device-tree/model", "NVIDIA Jetson Orin Nano Engineering Reference Developer Kit Super\0")
                .with("etc/nv_tegra_release", "# R36 (release), REVISION: 4.3, GCID: 38968081, BOARD: generic, EABI: aarch64, "
                        + "DATE: Wed Jan  8 01:49:37 UTC 2025\n# KERNEL_VARIANT: oot\n")
                .with("etc/os-release", "PRETTY_NAME=\"Ubuntu 22.04.5 LTS\"\n")
                .zone(0, "cpu-thermal", "52406").zone(1, "gpu-thermal", "53218").zone(5, "soc0-thermal", "51500")
                .zone(8, "tj-thermal", "53218")
                .monitor(1, 1, "VDD_IN", "5072", "1120").monitor(1, 2, "VDD_CPU_GPU_CV", "5064", "216")
                .monitor(1, 3, "VDD_SOC", "5064", "288").shuntSum(1)
                .with("sys/devices/system/cpu/cpufreq/policy0/scaling_cur_freq", "1728000\n")
                .with("sys/devices/system/cpu/cpufreq/policy4/scaling_cur_freq", "1344000\n")
                .with("sys/devices/platform/bus@0/17000000.gpu/load", "994\n")
                .with("sys/class/devfreq/17000000.gpu/cur_freq", "1020000000\n")
                .with("sys/class/devfreq/15340000.vic/cur_freq", "115200000\n");
    }

    static FakeBoard raspberryPi4(Path root) {
        return new FakeBoard(root).kernel(3_885_396, 3_402_128)
                .with("proc/device-tree/model", "Raspberry Pi 4 Model B Rev 1.4\0")
                .with("etc/os-release", "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nNAME=\"Debian GNU/Linux\"\n")
                .zone(0, "cpu-thermal", "46251")
                .with("sys/class/hwmon/hwmon0/name", "cpu_thermal\n").with("sys/class/hwmon/hwmon0/temp1_input", "46251\n")
                .with("sys/class/hwmon/hwmon1/name", "rpi_volt\n").with("sys/class/hwmon/hwmon1/in0_lcrit_alarm", "0\n")
                .with("sys/devices/system/cpu/cpufreq/policy0/scaling_cur_freq", "1800000\n")
                .with("sys/devices/platform/soc/soc:firmware/get_throttled", "50005\n");
    }

    static FakeBoard raspberryPi5(Path root) {
        return new FakeBoard(root).kernel(8_256_240, 7_561_904)
                .with("proc/device-tree/model", "Raspberry Pi 5 Model B Rev 1.0\0")
                .with("etc/os-release", "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n")
                .zone(0, "cpu-thermal", "55650")
                .with("sys/class/hwmon/hwmon1/name", "rp1_adc\n").with("sys/class/hwmon/hwmon1/temp1_input", "51102\n")
                .with("sys/devices/system/cpu/cpufreq/policy0/scaling_cur_freq", "2400000\n")
                .with("sys/devices/platform/soc@107c000000/soc@107c000000:firmware/get_throttled", "0\n");
    }

    static FakeBoard x86(Path root) {
        return new FakeBoard(root).kernel(32_611_132, 24_118_224)
                .with("etc/os-release", "PRETTY_NAME='Fedora Linux 41 (Workstation Edition)'\n")
                .zone(0, "acpitz", "27800").zone(1, "x86_pkg_temp", "61000")
                .with("sys/class/hwmon/hwmon3/name", "coretemp\n").with("sys/class/hwmon/hwmon3/temp1_input", "62000\n")
                .with("sys/devices/system/cpu/cpufreq/policy0/scaling_cur_freq", "800041\n")
                .with("sys/devices/system/cpu/cpufreq/policy1/scaling_cur_freq", "4193255\n");
    }

    FakeBoard with(String path, String content) {
        try {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** The first line of /proc/stat; others follow on real machines and here. */
    FakeBoard ticks(long user, long system, long idle, long ioWait) {
        return with("proc/stat", "cpu  %d 0 %d %d %d 0 0 0 0 0\ncpu0 1 2 3 4 5 6 7 8 9 0\nintr 99 1 2\n"
                .formatted(user, system, idle, ioWait));
    }

    FakeBoard zone(int number, String type, String milli) {
        String folder = "sys/class/thermal/thermal_zone" + number;
        return with(folder + "/type", type + "\n").with(folder + "/temp", milli + "\n");
    }

    /** A channel of a power monitor as JetPack 5 and 6 have it. */
    FakeBoard monitor(int monitor, int channel, String label, String millivolts, String milliamperes) {
        String folder = "sys/class/hwmon/hwmon" + monitor;
        return with(folder + "/name", "ina3221\n").with(folder + "/in" + channel + "_label", label + "\n")
                .with(folder + "/in" + channel + "_input", millivolts + "\n")
                .with(folder + "/curr" + channel + "_input", milliamperes + "\n");
    }

    /** A rail as JetPack 4 has it. */
    FakeBoard rail(int channel, String name, String milliwatts) {
        String folder = "sys/bus/i2c/drivers/ina3221x/6-0040/iio:device0";
        return with(folder + "/rail_name_" + channel, name + "\n")
                .with(folder + "/in_power" + channel + "_input", milliwatts + "\n");
    }

    private FakeBoard shuntSum(int monitor) {
        String folder = "sys/class/hwmon/hwmon" + monitor;
        return with(folder + "/in7_label", "sum of shunt voltages\n").with(folder + "/in7_input", "4320\n")
                .with(folder + "/curr4_input", "1624\n");
    }

    private FakeBoard kernel(long totalKib, long availableKib) {
        return ticks(1000, 500, 8000, 500).with("proc/uptime", "350735.47 234388.90\n")
                .with("proc/meminfo", "MemTotal:       %d kB\nMemFree:          1234 kB\nMemAvailable:   %d kB\nBuffers:  1 kB\n"
                        .formatted(totalKib, availableKib));
    }
}
