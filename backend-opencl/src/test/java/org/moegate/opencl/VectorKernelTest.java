package org.moegate.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jocl.cl_program;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.kernelbuilds.BinaryCache;
import org.moegate.kernelbuilds.Resources;
import org.moegate.opencl.DeviceFacts.Kind;

/** Parts of {@code vectors.cl} by themselves: what a row shows of them depends on where its best experts lie. */
@DisplayName("in the kernel for CPUs")
class VectorKernelTest {

    private static final int WIDTH = 16;

    private static final String KERNELS = """

            __kernel void part_sorted(__global const int16 *lanes, __global int16 *result) {
                result[get_global_id(0)] = sorted(lanes[get_global_id(0)]);
            }

            __kernel void part_lower_bound(__global const int16 *lanes, __global int *result) {
                LaneBests bests = {lanes[2 * get_global_id(0)], lanes[2 * get_global_id(0) + 1]};
                result[get_global_id(0)] = lower_bound(bests);
            }
            """;

    @TempDir
    Path folder = Path.of("");

    private final OpenClDevice device = Driver.device();

    @BeforeEach
    void requireCpu() {
        assumeTrue(device.facts().kind() == Kind.CPU, "the OpenCL device is no CPU");
    }

    @Test
    @DisplayName("the network sorts all zeros and ones, and with them everything")
    void network() {
        int[] inputs = IntStream.range(0, 1 << WIDTH)
                .flatMap(input -> IntStream.range(0, WIDTH).map(lane -> input >> lane & 1))
                .toArray();
        int[] expected = IntStream.range(0, 1 << WIDTH)
                .flatMap(input -> IntStream.range(0, WIDTH).map(lane -> lane < Integer.bitCount(input) ? 1 : 0))
                .toArray();
        assertArrayEquals(expected, run("part_sorted", 6, inputs, 1 << WIDTH, expected.length));
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 16, 17, 32})
    @DisplayName("the bound is the last of as many best, wherever they lie among the best two of each lane")
    void lowerBound(int routed) {
        int rows = 2000;
        Random random = new Random(routed);
        int[] inputs = new int[rows * 2 * WIDTH];
        int[] expected = new int[rows];
        for (int row = 0; row < rows; row++) {
            // few values and many, so that some tie
            int values = 2 + random.nextInt(row % 2 == 0 ? 3 : 1000);
            int[] pairs = random.ints(2 * WIDTH, -values, values).toArray();
            for (int lane = 0; lane < WIDTH; lane++) {
                inputs[row * 2 * WIDTH + lane] = Math.max(pairs[lane], pairs[WIDTH + lane]);
                inputs[row * 2 * WIDTH + WIDTH + lane] = Math.min(pairs[lane], pairs[WIDTH + lane]);
            }
            // half of the best of lanes are all that few columns look at
            int[] seen = Arrays.copyOfRange(
                    inputs, row * 2 * WIDTH, row * 2 * WIDTH + (routed <= WIDTH / 2 ? WIDTH : 2 * WIDTH));
            Arrays.sort(seen);
            expected[row] = seen[seen.length - routed];
        }
        assertArrayEquals(expected, run("part_lower_bound", routed, inputs, rows, rows));
    }

    @Test
    @DisplayName("there is no bound where more experts are chosen than lanes have bests")
    void noBound() {
        int[] closed = {Integer.MIN_VALUE};
        assertArrayEquals(closed, run("part_lower_bound", 2 * WIDTH + 1, new int[2 * WIDTH], 1, 1));
    }

    /** What a kernel makes of an array, built for a gate that chooses so many experts. */
    @SuppressWarnings("deprecation") // a queue of OpenCL 1.2, which is all that the backend asks for
    private int[] run(String kernelName, int routed, int[] input, int workItems, int results) {
        PlanRequest request = PlanRequest.of(GateSpec.builder(64, routed).build());
        KernelSource gate = KernelSource.specialised(KernelFamily.VECTORS, device.facts(), request);
        KernelSource source = new KernelSource(gate.name(), gate.text() + KERNELS, gate.options());
        int[] result = new int[results];
        try (Resources resources = new Resources(device::check)) {
            cl_context_properties properties = new cl_context_properties();
            properties.addProperty(CL.CL_CONTEXT_PLATFORM, device.platform());
            cl_context context = CL.clCreateContext(properties, 1, new cl_device_id[] {device.id()}, null, null, null);
            resources.own("clReleaseContext", () -> CL.clReleaseContext(context));
            cl_command_queue queue = CL.clCreateCommandQueue(context, device.id(), 0, null);
            resources.own("clReleaseCommandQueue", () -> CL.clReleaseCommandQueue(queue));
            cl_program program = new ProgramBuilder(device, new BinaryCache(folder)).build(context, source);
            resources.own("clReleaseProgram", () -> CL.clReleaseProgram(program));
            cl_kernel kernel = CL.clCreateKernel(program, kernelName, null);
            resources.own("clReleaseKernel", () -> CL.clReleaseKernel(kernel));
            cl_mem from = device.newBuffer(
                    context,
                    CL.CL_MEM_READ_ONLY | CL.CL_MEM_COPY_HOST_PTR,
                    (long) input.length * Integer.BYTES,
                    Pointer.to(input));
            resources.own("clReleaseMemObject", () -> CL.clReleaseMemObject(from));
            cl_mem to = device.newBuffer(context, CL.CL_MEM_WRITE_ONLY, (long) results * Integer.BYTES, null);
            resources.own("clReleaseMemObject", () -> CL.clReleaseMemObject(to));
            device.check("clSetKernelArg", CL.clSetKernelArg(kernel, 0, Sizeof.cl_mem, Pointer.to(from)));
            device.check("clSetKernelArg", CL.clSetKernelArg(kernel, 1, Sizeof.cl_mem, Pointer.to(to)));
            device.check(
                    "clEnqueueNDRangeKernel",
                    CL.clEnqueueNDRangeKernel(queue, kernel, 1, null, new long[] {workItems}, null, 0, null, null));
            device.check(
                    "clEnqueueReadBuffer",
                    CL.clEnqueueReadBuffer(
                            queue, to, true, 0, (long) results * Integer.BYTES, Pointer.to(result), 0, null, null));
        }
        return result;
    }
}
