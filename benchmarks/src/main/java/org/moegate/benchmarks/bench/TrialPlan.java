package org.moegate.benchmarks.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moegate.DType;
import org.moegate.benchmarks.BackendBenchmark;
import org.moegate.benchmarks.DeviceProbe;
import org.moegate.benchmarks.GateName;
import org.moegate.benchmarks.GpuTensorLibrary;
import org.moegate.benchmarks.PlainJavaBenchmark;
import org.moegate.benchmarks.ScorePassBenchmark;
import org.moegate.benchmarks.TensorLibraryBenchmark;
import org.moegate.benchmarks.bench.Surroundings.Device;
import org.moegate.benchmarks.bench.Surroundings.Refusal;
import org.moegate.benchmarks.report.BenchReport.Absence;
import org.moegate.benchmarks.report.BenchReport.Subject;

/**
 * What is to be timed here, in which order, and what is not and why. What is compared stands side by side in that order: on a
 * shared machine it should be timed within the same minute.
 */
final class TrialPlan {

    private static final String CUDA = "cuda";

    /** On the host. */
    private static final DType BASELINES_TAKE = DType.F32;

    /** Until a forked JVM comes to its first iteration: what was seen on two cores of 2025. */
    private static final double SET_UP_SECONDS = 1.5;

    /** The same where vector code, which is slow to compile, or PyTorch is loaded first. */
    private static final double LONG_SET_UP_SECONDS = 4;

    private final BenchOptions options;
    private final Timing timing;
    private final PrintStream log;
    private final List<Device> devices;
    private final Subjects all;
    private final List<Subject> subjects = new ArrayList<>();
    private final List<Absence> absent = new ArrayList<>();
    private final List<Trial> trials = new ArrayList<>();
    private final boolean pyTorch;
    private final boolean pyTorchOnGpu;

    TrialPlan(BenchOptions options, Surroundings surroundings, List<Device> devices, PrintStream log) {
        this.options = options;
        this.devices = devices;
        this.log = log;
        all = new Subjects(devices);
        timing = options.quick ? Timing.QUICK : Timing.FULL;
        if (options.backends.isEmpty()) {
            surroundings.backends().stream()
                    .filter(backend -> backend.devices().isEmpty())
                    .forEach(backend -> leaveOut(backend.name(), backend.reason()));
        }
        devices.forEach(this::addDevice);
        pyTorch = addBaselines(surroundings.whyNoPyTorch());
        pyTorchOnGpu = addGpuLibrary();
        subjects.add(Subjects.FLOOR);
        options.models().forEach(this::addTrials);
    }

    private void leaveOut(String what, String reason) {
        Absence absence = new Absence(what, reason, false);
        if (!absent.contains(absence)) {
            absent.add(absence);
        }
    }

    private void addDevice(Device device) {
        subjects.add(all.host(device));
        if (DeviceProbe.knows(device.backend())) {
            subjects.add(all.onDevice(device));
            subjects.add(all.copy(device));
        }
    }

    private boolean addBaselines(String whyNoPyTorch) {
        if (options.noBaselines) {
            leaveOut("baselines", "--no-baselines");
            return false;
        }
        if (!options.dtypes().contains(BASELINES_TAKE)) {
            leaveOut("baselines on the host", "they take " + BASELINES_TAKE + " logits, which --dtypes leaves out");
            return false;
        }
        subjects.add(Subjects.PLAIN_JAVA);
        if (!whyNoPyTorch.isEmpty()) {
            leaveOut("PyTorch on the CPU", whyNoPyTorch);
            return false;
        }
        subjects.add(Subjects.PYTORCH);
        return true;
    }

    private boolean addGpuLibrary() {
        if (options.noBaselines) {
            return false;
        }
        String name = "PyTorch on a GPU";
        Optional<Device> gpu =
                devices.stream().filter(device -> device.backend().equals(CUDA)).findFirst();
        if (gpu.isEmpty()) {
            leaveOut(name, "no CUDA device is timed here");
            return false;
        }
        GpuTensorLibrary.Availability library = GpuTensorLibrary.availability();
        if (!library.possible()) {
            leaveOut(name, library.description());
            return false;
        }
        subjects.add(all.gpuLibrary(GpuLibraryTrial.EAGER, "PyTorch, eager", gpu.get(), library.description()));
        subjects.add(all.gpuLibrary(GpuLibraryTrial.COMPILED, "PyTorch, compiled", gpu.get(), library.description()));
        return true;
    }

    private void addTrials(GateName gate) {
        for (Case one : Case.of(gate, options.dtypes(), options.tokens())) {
            devices.forEach(device -> addBackend(device, one));
            boolean first = one.dtype() == options.dtypes().getFirst();
            if (one.dtype() == BASELINES_TAKE && !options.noBaselines) {
                addHost(Subjects.PLAIN_JAVA, PlainJavaBenchmark.class, one, Map.of(), SET_UP_SECONDS);
            }
            if (one.dtype() == BASELINES_TAKE && pyTorch) {
                addHost(
                        Subjects.PYTORCH,
                        TensorLibraryBenchmark.class,
                        one,
                        Map.of("threads", "" + options.threads),
                        LONG_SET_UP_SECONDS);
            }
            if (first && one.tokens() == options.tokens().getLast()) {
                addFloor(one);
            }
            if (pyTorchOnGpu) {
                trials.add(new GpuLibraryTrial(one));
            }
        }
    }

    private void addBackend(Device device, Case one) {
        Optional<Refusal> refusal = device.refusals().stream()
                .filter(refused -> refused.model().equals(one.gate().name()) && refused.dtype() == one.dtype())
                .findFirst();
        if (refusal.isPresent()) {
            leaveOut(
                    all.name(device) + ", " + one.gate().name() + ", " + one.dtype(),
                    refusal.get().reason());
            return;
        }
        addHost(
                all.host(device),
                BackendBenchmark.class,
                one,
                Map.of(
                        "backend", device.selector(),
                        "dtype", one.dtype().name(),
                        "threads", "" + options.threads),
                LONG_SET_UP_SECONDS);
        if (DeviceProbe.knows(device.backend())) {
            trials.add(
                    new DeviceTrial(all.onDevice(device).id(), all.copy(device).id(), device, one, timing));
        }
    }

    private void addFloor(Case one) {
        int experts = one.gate().spec().numExperts();
        if (experts % ScorePassBenchmark.MULTIPLE != 0) {
            leaveOut(
                    "floor of " + one.gate().name(),
                    experts + " experts are no multiple of " + ScorePassBenchmark.MULTIPLE);
            return;
        }
        addHost(
                Subjects.FLOOR,
                ScorePassBenchmark.class,
                one,
                Map.of("dtype", one.dtype().name()),
                LONG_SET_UP_SECONDS);
    }

    private void addHost(Subject subject, Class<?> benchmark, Case one, Map<String, String> more, double setUpSeconds) {
        trials.add(new HostTrial(subject.id(), benchmark, one, more, timing, setUpSeconds, log));
    }

    /** What is timed. */
    List<Subject> subjects() {
        return subjects;
    }

    /** What is not. */
    List<Absence> absent() {
        return absent;
    }

    /** The steps, in order. */
    List<Trial> trials() {
        return trials;
    }

    /** About how long all of it takes. */
    double seconds() {
        return trials.stream().mapToDouble(Trial::seconds).sum();
    }
}
