package org.moegate.opencl;

import static java.util.function.Predicate.not;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;
import org.moegate.kernelbuilds.DeviceIds;
import org.moegate.opencl.DeviceFacts.Kind;
import org.moegate.spi.BackendException;
import org.moegate.spi.GateDevice;

/**
 * The devices of all platforms, GPUs first, or why there are none. They are looked for once in a process, since drivers do not
 * come and go, and to ask them costs tenths of a second.
 *
 * @param devices those that can run the gate
 * @param reason where there are none, a sentence for the user; otherwise empty
 */
record OpenClDevices(List<OpenClDevice> devices, String reason) {

    private static final int CL_DEVICE_COMPUTE_CAPABILITY_MAJOR_NV = 0x4000;
    private static final int CL_DEVICE_COMPUTE_CAPABILITY_MINOR_NV = 0x4001;

    private static final long NEEDED_ROUNDINGS = CL.CL_FP_DENORM
            | CL.CL_FP_INF_NAN
            | CL.CL_FP_ROUND_TO_NEAREST
            | CL.CL_FP_FMA
            | CL.CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT;

    /** A device before all are known, and so before its name is. */
    private record Unnamed(cl_platform_id platform, cl_device_id id, DeviceFacts facts) {}

    /** Holds what was found, from the first question on. */
    private static final class Once {
        static final OpenClDevices FOUND = find();
    }

    static OpenClDevices found() {
        return Once.FOUND;
    }

    private static OpenClDevices find() {
        List<String> reasons = new ArrayList<>();
        List<Unnamed> devices = new ArrayList<>();
        try {
            for (cl_platform_id platform : platforms()) {
                addDevicesOf(platform, devices, reasons);
            }
        } catch (CLException e) {
            // instead of a code, where the application has JOCL throw
            reasons.add("clGetPlatformIDs failed with " + ErrorText.of(e.getStatus()));
        } catch (BackendException e) {
            reasons.add(String.valueOf(e.getMessage()));
        }
        devices.sort(Comparator.comparing(device -> device.facts().kind()));
        if (!devices.isEmpty()) {
            return new OpenClDevices(named(devices), "");
        }
        return new OpenClDevices(
                List.of(), reasons.isEmpty() ? "no OpenCL platform has a device" : String.join("; ", reasons));
    }

    /** One platform's failure is no reason to do without the others. */
    private static void addDevicesOf(cl_platform_id platform, List<Unnamed> devices, List<String> reasons) {
        try {
            for (cl_device_id device : devicesOf(platform)) {
                add(platform, device, devices, reasons);
            }
        } catch (BackendException | CLException e) {
            reasons.add("a platform failed: " + e.getMessage());
        }
    }

    private static cl_platform_id[] platforms() {
        JoclLibrary.load(Settings.cacheFolderIfTold());
        int[] count = new int[1];
        require("clGetPlatformIDs", CL.clGetPlatformIDs(0, null, count));
        cl_platform_id[] platforms = new cl_platform_id[count[0]];
        require("clGetPlatformIDs", CL.clGetPlatformIDs(platforms.length, platforms, null));
        return platforms;
    }

    private static cl_device_id[] devicesOf(cl_platform_id platform) {
        int[] count = new int[1];
        int code = CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, 0, null, count);
        if (code == CL.CL_DEVICE_NOT_FOUND) {
            return new cl_device_id[0];
        }
        require("clGetDeviceIDs", code);
        cl_device_id[] devices = new cl_device_id[count[0]];
        require("clGetDeviceIDs", CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, devices.length, devices, null));
        return devices;
    }

    private static void add(cl_platform_id platform, cl_device_id device, List<Unnamed> devices, List<String> reasons) {
        String name = ClInfo.text(device, CL.CL_DEVICE_NAME);
        if (ClInfo.number(device, CL.CL_DEVICE_AVAILABLE) == 0) {
            reasons.add(name + " is not available");
        } else if (ClInfo.number(device, CL.CL_DEVICE_COMPILER_AVAILABLE) == 0) {
            reasons.add(name + " has no compiler");
        } else if (version(ClInfo.text(device, CL.CL_DEVICE_VERSION)) < 12) {
            reasons.add(name + " has " + ClInfo.text(device, CL.CL_DEVICE_VERSION) + ", must have 1.2 or later");
        } else {
            devices.add(new Unnamed(platform, device, facts(platform, device)));
        }
    }

    @SuppressWarnings("deprecation") // what OpenCL 2.0 no longer needs to tell is still what 1.2 tells
    private static DeviceFacts facts(cl_platform_id platform, cl_device_id device) {
        Set<String> extensions =
                Set.of(ClInfo.text(device, CL.CL_DEVICE_EXTENSIONS).split("\\s+"));
        return new DeviceFacts(
                ClInfo.text(device, CL.CL_DEVICE_NAME),
                ClInfo.text(device, CL.CL_DEVICE_VENDOR),
                ClInfo.text(platform, CL.CL_PLATFORM_NAME),
                ClInfo.text(platform, CL.CL_PLATFORM_VERSION),
                ClInfo.text(device, CL.CL_DRIVER_VERSION),
                kind(ClInfo.number(device, CL.CL_DEVICE_TYPE)),
                (int) ClInfo.number(device, CL.CL_DEVICE_MAX_COMPUTE_UNITS),
                ClInfo.number(device, CL.CL_DEVICE_GLOBAL_MEM_SIZE),
                ClInfo.number(device, CL.CL_DEVICE_MAX_MEM_ALLOC_SIZE),
                ClInfo.number(device, CL.CL_DEVICE_LOCAL_MEM_SIZE),
                (int) ClInfo.number(device, CL.CL_DEVICE_MAX_WORK_GROUP_SIZE),
                ClInfo.number(device, CL.CL_DEVICE_HOST_UNIFIED_MEMORY) != 0,
                version(ClInfo.text(device, CL.CL_DEVICE_OPENCL_C_VERSION)),
                extensions,
                missingRoundings(ClInfo.number(device, CL.CL_DEVICE_SINGLE_FP_CONFIG)),
                extensions.contains("cl_nv_device_attribute_query") ? computeCapability(device) : 0);
    }

    private static Kind kind(long type) {
        if ((type & CL.CL_DEVICE_TYPE_GPU) != 0) {
            return Kind.GPU;
        }
        return (type & CL.CL_DEVICE_TYPE_CPU) != 0 ? Kind.CPU : Kind.ACCELERATOR;
    }

    private static int computeCapability(cl_device_id device) {
        return (int) (10 * ClInfo.number(device, CL_DEVICE_COMPUTE_CAPABILITY_MAJOR_NV)
                + ClInfo.number(device, CL_DEVICE_COMPUTE_CAPABILITY_MINOR_NV));
    }

    private static List<String> missingRoundings(long config) {
        long missing = NEEDED_ROUNDINGS & ~config;
        return missing == 0
                ? List.of()
                : List.of(CL.stringFor_cl_device_fp_config(missing).strip().split("\\s+"));
    }

    /** 12 of "OpenCL C 1.2 PoCL" and of "OpenCL 1.2 something". */
    static int version(String text) {
        String digits = text.replaceFirst("^OpenCL (C )?([0-9]+)\\.([0-9]).*", "$2$3");
        return digits.matches("[0-9]+") ? Integer.parseInt(digits) : 0;
    }

    private static List<OpenClDevice> named(List<Unnamed> devices) {
        DeviceIds ids = new DeviceIds();
        List<OpenClDevice> named = new ArrayList<>();
        for (Unnamed device : devices) {
            DeviceFacts facts = device.facts();
            GateDevice gateDevice =
                    new GateDevice(ids.next(facts.name()), facts.description(), facts.grade(), caveat(facts));
            named.add(new OpenClDevice(device.platform(), device.id(), facts, gateDevice));
        }
        return List.copyOf(named);
    }

    private static String caveat(DeviceFacts facts) {
        String signals = SignalChaining.caveat(facts.kind(), System.getProperty("os.name"), System.getenv());
        return Stream.of(facts.caveat(), signals).filter(not(String::isEmpty)).collect(Collectors.joining("; "));
    }

    private static void require(String call, int code) {
        ErrorText.check(call, code, "this machine");
    }
}
