package org.moegate.benchmarks.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.DType;
import org.moegate.benchmarks.bench.Surroundings.Backend;
import org.moegate.benchmarks.bench.Surroundings.Device;
import org.moegate.benchmarks.bench.Surroundings.Refusal;
import org.moegate.benchmarks.report.BenchReport.Absence;
import org.moegate.benchmarks.report.BenchReport.Subject;
import picocli.CommandLine;

@DisplayName("the plan of a run")
class TrialPlanTest {

    private static final Device CPU = Devices.bitExact("cpu", "vector", 0);

    private static TrialPlan plan(Device device, String whyNoPyTorch, String... args) {
        BenchOptions options = new BenchOptions();
        new CommandLine(options).parseArgs(args);
        Surroundings surroundings = new Surroundings(
                "a processor",
                List.of(
                        new Backend(device.backend(), "", List.of(device)),
                        new Backend("cuda", "no driver", List.of())),
                whyNoPyTorch);
        PrintStream log = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new TrialPlan(options, surroundings, List.of(device), log);
    }

    private static List<String> labels(TrialPlan plan) {
        return plan.trials().stream().map(Trial::label).toList();
    }

    @Test
    @DisplayName("has all sizes in the first element type, and the largest alone in the others and of the floor")
    void cases() {
        TrialPlan plan = plan(CPU, "", "--models", "Kimi-K2", "--tokens", "64,1", "--dtypes", "F32,BF16");
        assertEquals(
                List.of(
                        "cpu:vector, Kimi-K2, F32, 1",
                        "plain-java, Kimi-K2, F32, 1",
                        "pytorch:cpu, Kimi-K2, F32, 1",
                        "cpu:vector, Kimi-K2, F32, 64",
                        "plain-java, Kimi-K2, F32, 64",
                        "pytorch:cpu, Kimi-K2, F32, 64",
                        "floor, Kimi-K2, F32, 64",
                        "cpu:vector, Kimi-K2, BF16, 64"),
                labels(plan));
    }

    @Test
    @DisplayName("says why what is missing is left out")
    void absences() {
        TrialPlan plan = plan(CPU, "no native PyTorch for a toaster", "--models", "Kimi-K2", "--tokens", "1");
        assertEquals(
                List.of(
                        new Absence("cuda", "no driver", false),
                        new Absence("PyTorch on the CPU", "no native PyTorch for a toaster", false),
                        new Absence("PyTorch on a GPU", "no CUDA device is timed here", false)),
                plan.absent());
        assertTrue(
                labels(plan).stream().noneMatch(label -> label.contains("pytorch")),
                labels(plan).toString());
    }

    @Test
    @DisplayName("leaves out a gate that a device refuses, once")
    void refusals() {
        Device refusing = Devices.bitExact("cpu", "vector", 0, new Refusal("Kimi-K2", DType.F32, "too many experts"));
        TrialPlan plan =
                plan(refusing, "", "--models", "Kimi-K2", "--tokens", "1,2", "--dtypes", "F32", "--no-baselines");
        assertEquals(List.of("floor, Kimi-K2, F32, 2"), labels(plan));
        assertEquals(
                1,
                plan.absent().stream()
                        .filter(one -> one.reason().equals("too many experts"))
                        .count());
    }

    @Test
    @DisplayName("has no floor for experts that fill no vectors")
    void noFloor() {
        TrialPlan plan = plan(CPU, "", "--models", "4-of-60", "--tokens", "1", "--dtypes", "F32", "--no-baselines");
        assertEquals(List.of("cpu:vector, 4-of-60, F32, 1"), labels(plan));
    }

    @Test
    @DisplayName("times an OpenCL device by its own clock too, against a copy")
    void onDevice() {
        Device pocl = Devices.bitExact("opencl", "pocl", 0);
        TrialPlan plan = plan(pocl, "", "--models", "Kimi-K2", "--tokens", "1", "--dtypes", "F32", "--no-baselines");
        assertEquals(
                List.of(
                        "opencl:pocl, Kimi-K2, F32, 1",
                        "opencl:pocl@device, Kimi-K2, F32, 1",
                        "floor, Kimi-K2, F32, 1"),
                labels(plan));
        assertEquals(
                List.of("opencl:pocl", "opencl:pocl@device", "copy@opencl:pocl", "floor"),
                plan.subjects().stream().map(Subject::id).toList());
    }

    @Test
    @DisplayName("of a quick run takes less than five minutes on two cores, with a driver for the CPU")
    void quick() {
        BenchOptions options = new BenchOptions();
        new CommandLine(options).parseArgs("--quick");
        Device pocl = Devices.bitExact("opencl", "pocl", 0);
        Surroundings surroundings = new Surroundings(
                "a processor",
                List.of(new Backend("cpu", "", List.of(CPU)), new Backend("opencl", "", List.of(pocl))),
                "");
        PrintStream log = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        double seconds = new TrialPlan(options, surroundings, List.of(CPU, pocl), log).seconds();
        assertTrue(seconds < 280, seconds + " s");
    }
}
