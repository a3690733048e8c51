package org.moegate.opencl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_context;
import org.jocl.cl_device_id;
import org.jocl.cl_program;
import org.moegate.kernelbuilds.BinaryCache;
import org.moegate.spi.BackendException;

/** Makes programs: from the cache, or from source, which then goes into the cache. */
final class ProgramBuilder {

    private static final int LOG_LINES = 40;

    private final OpenClDevice device;
    private final BinaryCache cache;

    ProgramBuilder(OpenClDevice device, BinaryCache cache) {
        this.device = device;
        this.cache = cache;
    }

    /** A built program, to be released by the caller. */
    cl_program build(cl_context context, KernelSource source) {
        String key = key(source);
        Optional<byte[]> binary = cache.get(key);
        if (binary.isPresent()) {
            Optional<cl_program> program = load(context, binary.get(), source);
            if (program.isPresent()) {
                return program.get();
            }
            cache.remove(key);
        }
        cl_program program = compile(context, source);
        cache.put(key, binary(program));
        return program;
    }

    /** A program compiled for another device, by another driver or from another source has another key. */
    private String key(KernelSource source) {
        DeviceFacts facts = device.facts();
        return String.join(
                "\n",
                facts.platform(),
                facts.platformVersion(),
                facts.vendor(),
                facts.name(),
                facts.driver(),
                System.getProperty("os.arch", ""),
                source.options(),
                source.text());
    }

    /** The driver is the judge of a binary: one that it refuses is as good as none. */
    private Optional<cl_program> load(cl_context context, byte[] binary, KernelSource source) {
        int[] code = new int[1];
        try {
            cl_program program = CL.clCreateProgramWithBinary(
                    context,
                    1,
                    new cl_device_id[] {device.id()},
                    new long[] {binary.length},
                    new byte[][] {binary},
                    new int[1],
                    code);
            if (code[0] != CL.CL_SUCCESS) {
                return Optional.empty();
            }
            if (build(program, source) == CL.CL_SUCCESS) {
                return Optional.of(program);
            }
            CL.clReleaseProgram(program);
            return Optional.empty();
        } catch (CLException e) {
            // instead of a code, where the application has JOCL throw
            return Optional.empty();
        }
    }

    private cl_program compile(cl_context context, KernelSource source) {
        int[] code = new int[1];
        cl_program program = CL.clCreateProgramWithSource(context, 1, new String[] {source.text()}, null, code);
        device.check("clCreateProgramWithSource", code[0]);
        int built = build(program, source);
        if (built != CL.CL_SUCCESS) {
            BackendException failure = new BackendException("the kernel " + source.name() + " could not be built for "
                    + device.facts().name() + " by driver " + device.facts().driver() + ": clBuildProgram returned "
                    + ErrorText.of(built) + "; its log:\n" + log(program));
            CL.clReleaseProgram(program);
            throw failure;
        }
        return program;
    }

    private int build(cl_program program, KernelSource source) {
        return CL.clBuildProgram(program, 1, new cl_device_id[] {device.id()}, source.options(), null, null);
    }

    private String log(cl_program program) {
        String log = ClInfo.text((bytes, value, size) ->
                CL.clGetProgramBuildInfo(program, device.id(), CL.CL_PROGRAM_BUILD_LOG, bytes, value, size));
        return String.join("\n", log.lines().limit(LOG_LINES).toList());
    }

    private byte[] binary(cl_program program) {
        ByteBuffer size = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
        device.check(
                "clGetProgramInfo",
                CL.clGetProgramInfo(program, CL.CL_PROGRAM_BINARY_SIZES, Long.BYTES, Pointer.to(size.array()), null));
        byte[] binary = new byte[(int) size.getLong(0)];
        device.check(
                "clGetProgramInfo",
                CL.clGetProgramInfo(program, CL.CL_PROGRAM_BINARIES, Long.BYTES, Pointer.to(Pointer.to(binary)), null));
        return binary;
    }
}
