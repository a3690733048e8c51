package org.moegate.cuda;

import static org.bytedeco.cuda.global.cudart.*;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bytedeco.javacpp.SizeTPointer;
import org.moegate.kernelbuilds.DeviceIds;
import org.moegate.spi.BackendException;
import org.moegate.spi.GateDevice;
import org.moegate.spi.Grade;

/**
 * The GPUs that can run the gate, or why there are none. They are looked for once in a process.
 *
 * @param devices in the driver's order
 * @param reason where there are none, a sentence for the user; otherwise empty
 */
record CudaDevices(List<CudaDevice> devices, String reason) {

    private static final int FIRST_COMPUTE_CAPABILITY = 75;
    private static final int NAME_BYTES = 256;

    /** Holds what was found, from the first question on. */
    private static final class Once {
        static final CudaDevices FOUND = find();
    }

    static CudaDevices found() {
        return Once.FOUND;
    }

    private static CudaDevices find() {
        try {
            require("cuInit", cuInit(0));
            int[] driver = new int[1];
            require("cuDriverGetVersion", cuDriverGetVersion(driver));
            int compiler = Nvrtc.version();
            if (compiler / 1000 > driver[0] / 1000) {
                return none("the driver knows CUDA up to " + DeviceFacts.version(driver[0])
                        + ", and NVRTC here is of CUDA " + DeviceFacts.version(compiler)
                        + ": update the driver, or use the presets of its CUDA");
            }
            return suitable(driver[0], Nvrtc.architectures());
        } catch (BackendException e) {
            return none(String.valueOf(e.getMessage()));
        }
    }

    private static CudaDevices suitable(int driver, Set<Integer> architectures) {
        int[] count = new int[1];
        require("cuDeviceGetCount", cuDeviceGetCount(count));
        List<DeviceFacts> suitable = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (int ordinal = 0; ordinal < count[0]; ordinal++) {
            DeviceFacts facts = facts(ordinal, driver);
            int capability = facts.computeCapability();
            if (capability < FIRST_COMPUTE_CAPABILITY) {
                reasons.add(facts.name() + " has compute capability " + capability / 10 + "." + capability % 10
                        + ", must have 7.5 or later");
            } else if (!architectures.contains(capability)) {
                reasons.add(facts.name() + " is newer than NVRTC, which does not know " + facts.architecture()
                        + ": a newer CUDA toolkit does");
            } else {
                suitable.add(facts);
            }
        }
        if (suitable.isEmpty()) {
            return none(reasons.isEmpty() ? "the driver sees no GPU" : String.join("; ", reasons));
        }
        return new CudaDevices(named(suitable), "");
    }

    private static DeviceFacts facts(int ordinal, int driver) {
        int[] device = new int[1];
        require("cuDeviceGet", cuDeviceGet(device, ordinal));
        byte[] name = new byte[NAME_BYTES];
        require("cuDeviceGetName", cuDeviceGetName(name, NAME_BYTES, device[0]));
        return new DeviceFacts(
                device[0],
                new String(name, StandardCharsets.UTF_8)
                        .replaceFirst("\0.*$", "")
                        .strip(),
                10 * attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, device[0])
                        + attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, device[0]),
                attribute(CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT, device[0]),
                memory(device[0]),
                attribute(CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN, device[0]),
                driver);
    }

    private static int attribute(int attribute, int device) {
        int[] value = new int[1];
        require("cuDeviceGetAttribute", cuDeviceGetAttribute(value, attribute, device));
        return value[0];
    }

    private static long memory(int device) {
        try (SizeTPointer bytes = new SizeTPointer(1)) {
            require("cuDeviceTotalMem", cuDeviceTotalMem(bytes, device));
            return bytes.get();
        }
    }

    private static List<CudaDevice> named(List<DeviceFacts> devices) {
        DeviceIds ids = new DeviceIds();
        List<CudaDevice> named = new ArrayList<>();
        for (DeviceFacts facts : devices) {
            named.add(new CudaDevice(
                    facts, new GateDevice(ids.next(facts.name()), facts.description(), Grade.BIT_EXACT, "")));
        }
        return List.copyOf(named);
    }

    private static CudaDevices none(String reason) {
        return new CudaDevices(List.of(), reason);
    }

    private static void require(String call, int code) {
        CudaErrors.check(call, code, "this machine");
    }
}
