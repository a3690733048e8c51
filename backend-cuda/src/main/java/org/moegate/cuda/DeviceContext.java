package org.moegate.cuda;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.kernelbuilds.BinaryCache;
import org.moegate.kernelbuilds.RowsLayout;
import org.moegate.kernelbuilds.RowsTable;

/**
 * What all plans on a device share: its primary context, and the programs loaded there. They stay from the first plan to the
 * end of the process, so that plans that come and go cost no builds; programs are few, since specialised ones are limited.
 *
 * <p>Safe for use by many threads.
 */
final class DeviceContext {

    private static final Map<CudaDevice, DeviceContext> OPEN = new ConcurrentHashMap<>();

    private final CudaDevice device;
    private final PrimaryContext primary;
    private final Map<KernelSource, Program> programs = new HashMap<>();
    private int specialised;

    private DeviceContext(CudaDevice device) {
        this.device = device;
        this.primary = new PrimaryContext(device);
    }

    static DeviceContext of(CudaDevice device) {
        return OPEN.computeIfAbsent(device, DeviceContext::new);
    }

    PrimaryContext primary() {
        return primary;
    }

    /**
     * The kernels for a request: those the table names, or the tiled one where they would have to be built and the process has
     * built enough of them. A process that routes for a few models never gets there; one that tries thousands of gates would
     * spend its time in the compiler.
     */
    Supplier<GateKernels> kernels(PlanRequest request, Settings settings) {
        BinaryCache cache = new BinaryCache(settings.cacheFolder());
        Supplier<GateKernels> choice = () -> inContext(() -> chosen(request, cache, settings.specialisedLimit()));
        if (settings.compilesInBackground() && mustCompile(request, cache)) {
            return new BackgroundKernels(inContext(() -> tiled(request, cache)), choice);
        }
        GateKernels chosen = choice.get();
        return () -> chosen;
    }

    /** The kernels for what follows any gate. */
    DispatchKernels dispatchKernels(Settings settings) {
        KernelSource source = KernelSource.dispatch(device.facts().architecture());
        BinaryCache cache = new BinaryCache(settings.cacheFolder());
        return inContext(() -> DispatchKernels.of(program(source, cache)));
    }

    /** One thread at a time, since programs are shared. */
    private synchronized <T> T inContext(Supplier<T> action) {
        primary.enter();
        try {
            return action.get();
        } finally {
            primary.leave();
        }
    }

    private synchronized boolean mustCompile(PlanRequest request, BinaryCache cache) {
        return RowsTable.layout(request.spec())
                .map(layout -> KernelSource.rows(device.facts().architecture(), request, layout))
                .filter(source ->
                        !programs.containsKey(source) && cache.get(key(source)).isEmpty())
                .isPresent();
    }

    private GateKernels chosen(PlanRequest request, BinaryCache cache, int specialisedLimit) {
        Optional<RowsLayout> layout = RowsTable.layout(request.spec());
        if (layout.isPresent()) {
            KernelSource source = KernelSource.rows(device.facts().architecture(), request, layout.get());
            boolean isNew = !programs.containsKey(source);
            if (!isNew || specialised < specialisedLimit) {
                GateKernels kernels = rows(program(source, cache), request.spec(), layout.get());
                specialised += isNew ? 1 : 0;
                return kernels;
            }
        }
        return tiled(request, cache);
    }

    private GateKernels tiled(PlanRequest request, BinaryCache cache) {
        return tiled(program(KernelSource.tiled(device.facts().architecture()), cache), request.spec());
    }

    private GateKernels rows(Program program, GateSpec spec, RowsLayout layout) {
        int rowBytes = layout.rowBytes(spec);
        return new GateKernels.Rows(
                program.kernel("route_rows", layout.threads(), rowBytes * layout.rowsPerBlock()),
                program.kernel("route_split", layout.splitThreads(), rowBytes),
                layout.rowsPerBlock(),
                RowsTable.mostSplitTokens(layout, device.facts().multiprocessors()));
    }

    private GateKernels tiled(Program program, GateSpec spec) {
        DeviceFacts facts = device.facts();
        return new GateKernels.Tiled(
                program.kernel(
                        "route_tiled", KernelTable.tiledThreads(spec), KernelTable.tiledSharedBytes(facts, spec)),
                facts,
                spec);
    }

    private Program program(KernelSource source, BinaryCache cache) {
        @Nullable Program known = programs.get(source);
        if (known != null) {
            return known;
        }
        Program program = load(source, cache);
        programs.put(source, program);
        return program;
    }

    /** From the cache, or else from the compiler, and then into the cache. The driver is the judge of what lies there. */
    private Program load(KernelSource source, BinaryCache cache) {
        String key = key(source);
        Optional<byte[]> cached = cache.get(key);
        if (cached.isPresent()) {
            Optional<Program> program = Program.load(device, cached.get());
            if (program.isPresent()) {
                return program.get();
            }
            cache.remove(key);
        }
        byte[] binary = Nvrtc.compile(source);
        Program program = Program.loadCompiled(device, binary);
        cache.put(key, binary);
        return program;
    }

    /** A program of another compiler or from another source has another key; the options name the architecture. */
    private static String key(KernelSource source) {
        return String.join("\n", "NVRTC " + Nvrtc.version(), String.join(" ", source.options()), source.text());
    }
}
