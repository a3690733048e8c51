package org.moegate.opencl;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jocl.CL;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_program;
import org.jspecify.annotations.Nullable;
import org.moegate.PlanRequest;
import org.moegate.kernelbuilds.BinaryCache;
import org.moegate.kernelbuilds.Resources;

/**
 * The context that all plans on a device share, with the programs built in it. It stays open from the first plan to the end
 * of the process, so that plans that come and go cost no builds; its programs are few, since specialised ones are limited. A
 * device that failed gets a new context with the next plan; the old one ends with its last plan.
 *
 * <p>Safe for use by many threads.
 */
final class DeviceContext {

    private static final Map<OpenClDevice, DeviceContext> OPEN = new ConcurrentHashMap<>();

    private final OpenClDevice device;
    private final cl_context handle;
    private final ProgramBuilder builder;
    private final Resources resources;
    private final Map<KernelSource, Program> programs = new HashMap<>();
    private @Nullable cl_program dispatch;
    private int specialised;
    private int users;
    private boolean broken;

    private DeviceContext(OpenClDevice device, BinaryCache cache) {
        this.device = device;
        this.builder = new ProgramBuilder(device, cache);
        this.resources = new Resources(device::check);
        cl_context_properties properties = new cl_context_properties();
        properties.addProperty(CL.CL_CONTEXT_PLATFORM, device.platform());
        int[] code = new int[1];
        handle = CL.clCreateContext(properties, 1, new cl_device_id[] {device.id()}, null, null, code);
        device.check("clCreateContext", code[0]);
        resources.own("clReleaseContext", () -> CL.clReleaseContext(handle));
    }

    /** The device's context, opened if need be. The caller closes what it made there, then calls {@link #leave}. */
    static DeviceContext enter(OpenClDevice device, BinaryCache cache) {
        return OPEN.compute(device, (key, open) -> {
            DeviceContext context = open == null ? new DeviceContext(device, cache) : open;
            context.addUser();
            return context;
        });
    }

    private synchronized void addUser() {
        users++;
    }

    synchronized void leave() {
        users--;
        if (broken && users == 0) {
            resources.close();
        }
    }

    /** After a failure that may be the device's end: later plans get a context of their own. */
    void markBroken() {
        OPEN.remove(device, this);
        synchronized (this) {
            broken = true;
        }
    }

    cl_context handle() {
        return handle;
    }

    /**
     * The program for a request: the one the table names, or the tiled one where that would have to be built and the process
     * has built enough of them. A process that routes for a few models never gets there; one that tries thousands of gates
     * would spend all its time in the compiler.
     */
    synchronized Program program(PlanRequest request, int specialisedLimit) {
        KernelFamily family = KernelTable.family(device.facts(), request.spec());
        if (family.isSpecialised()) {
            KernelSource source = KernelSource.specialised(family, device.facts(), request);
            @Nullable Program known = programs.get(source);
            if (known != null) {
                return known;
            }
            if (specialised < specialisedLimit) {
                specialised++;
                return add(family, source, 0, false);
            }
        }
        return tiled(request);
    }

    /** The tiled program in work-groups as large as device and kernel allow for. */
    private Program tiled(PlanRequest request) {
        int lanes = KernelTable.tiledLanes(device.facts(), request.spec());
        while (true) {
            boolean keysInLocalMemory = Program.keysFitLocalMemory(device.facts(), request.spec(), lanes);
            KernelSource source = KernelSource.tiled(device.facts(), lanes, keysInLocalMemory);
            @Nullable Program known = programs.get(source);
            Program program = known == null ? add(KernelFamily.TILED, source, lanes, keysInLocalMemory) : known;
            if (program.mostWorkItems() >= lanes) {
                return program;
            }
            // the device as a whole allows for more than this kernel's registers do
            lanes = program.mostWorkItems();
        }
    }

    private Program add(KernelFamily family, KernelSource source, int lanes, boolean keysInLocalMemory) {
        cl_program handle = builder.build(this.handle, source);
        resources.own("clReleaseProgram", () -> CL.clReleaseProgram(handle));
        int mostWorkItems = Program.mostWorkItems(device, family, handle);
        Program program = new Program(family, source, handle, lanes, keysInLocalMemory, mostWorkItems);
        programs.put(source, program);
        return program;
    }

    /** The program for what follows the gate, built when it is first asked for. */
    synchronized cl_program dispatchProgram() {
        if (dispatch == null) {
            cl_program built = buildFor(handle, KernelSource.dispatch(device.facts()));
            resources.own("clReleaseProgram", () -> CL.clReleaseProgram(built));
            dispatch = built;
        }
        return dispatch;
    }

    /** The same program for memory of another context, which its user releases. */
    cl_program buildFor(cl_context other, KernelSource source) {
        return builder.build(other, source);
    }
}
