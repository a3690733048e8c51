package org.moegate.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.jocl.CL;
import org.jocl.cl_command_queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.Backends;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.kernelbuilds.BinaryCache;
import org.moegate.kernelbuilds.Resources;
import org.moegate.spi.BackendException;
import org.moegate.spi.GateDevice;
import org.moegate.spi.Grade;

@DisplayName("the OpenCL backend")
class OpenClBackendTest {

    private static final PlanRequest REQUEST =
            PlanRequest.of(GateSpec.builder(96, 7).build());

    @AfterEach
    void clear() {
        System.clearProperty(OpenClBackendProvider.SPECIALISED_LIMIT);
        // JOCL cannot even be asked where there is no loader
        if (Drivers.found().availability().possible()) {
            CL.setExceptionsEnabled(false);
        }
    }

    @Test
    @DisplayName("is found through its service file, by its device's index and name")
    void isFound() {
        String id = Driver.device().gateDevice().id();
        Backends byIndex = Backends.builder().discover().force("opencl:0").build();
        Backends byName = Backends.builder().discover().force("opencl:" + id).build();
        assertEquals(id, byIndex.select(REQUEST).device().id());
        assertEquals(id, byName.select(REQUEST).device().id());
    }

    @Test
    @DisplayName("explains what a plan then runs")
    void explains() {
        OpenClDevice device = Driver.device();
        List<String> lines = new OpenClBackendProvider().explain(device.gateDevice(), REQUEST);
        String family = KernelTable.family(device.facts(), REQUEST.spec()).name();
        assertEquals(1, lines.size());
        assertTrue(lines.getFirst().startsWith(family.toLowerCase(Locale.ROOT) + ": "), lines.getFirst());
        System.setProperty(OpenClBackendProvider.SPECIALISED_LIMIT, "0");
        String tiled = new OpenClBackendProvider()
                .explain(device.gateDevice(), REQUEST)
                .getFirst();
        assertTrue(tiled.startsWith("tiled: "), tiled);
    }

    @Test
    @DisplayName("gives the same bits with kernels of a gate's own and without")
    void specialisedOrNot() {
        RandomBatch batch = new RandomBatch(REQUEST, 50, 3);
        for (String limit : new String[] {"0", "1000000"}) {
            System.setProperty(OpenClBackendProvider.SPECIALISED_LIMIT, limit);
            try (GatePlan plan = Driver.plan(REQUEST)) {
                batch.assertSameBits(plan);
            }
        }
    }

    @Test
    @DisplayName("works the same where the application has JOCL throw its exceptions")
    void joclExceptions() {
        Driver.device();
        CL.setExceptionsEnabled(true);
        try (GatePlan plan = Driver.plan(REQUEST)) {
            new RandomBatch(REQUEST, 5, 3).assertSameBits(plan);
        }
    }

    @Test
    @DisplayName("routes batches of more rows than are staged at a time, padding at their end")
    void manyRows() {
        PlanRequest request = PlanRequest.of(GateSpec.builder(8, 2).build());
        int tokens = (1 << 16) + 1000;
        try (GatePlan plan = Driver.plan(request)) {
            RandomBatch batch = new RandomBatch(request, tokens, 3);
            batch.assertSameBits(plan);
            int[] ids = new int[tokens * 2];
            float[] weights = new float[tokens * 2];
            plan.route(
                    tokens,
                    10,
                    batch.logits(),
                    8,
                    batch.bias(),
                    java.lang.foreign.MemorySegment.ofArray(ids),
                    java.lang.foreign.MemorySegment.ofArray(weights));
            assertTrue(ids[19] >= 0);
            assertEquals(-1, ids[20]);
            assertEquals(-1, ids[ids.length - 1]);
        }
    }

    @Test
    @DisplayName("says how much memory a device did not give, and keeps nothing of what it gave before")
    void tooMuchMemory() {
        OpenClDevice device = Driver.device().viewedAs(Pretence::plainGpu);
        DeviceContext context = DeviceContext.enter(device, new BinaryCache(null));
        long held = Resources.held();
        BackendException failure = assertThrows(
                BackendException.class,
                () -> new StagedBuffer(device, context.handle(), new cl_command_queue(), 1L << 50));
        String message = String.valueOf(failure.getMessage());
        // some drivers give out what they do not have, and notice when it is first used
        assertTrue(message.contains(" of 1125899906842624 bytes failed on "), message);
        assertEquals(held, Resources.held());
        context.leave();
    }

    @Test
    @DisplayName("refuses a device that it does not have")
    void foreignDevice() {
        Driver.device();
        GateDevice foreign = new GateDevice("another", "", Grade.BIT_EXACT, "");
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class, () -> new OpenClBackendProvider().compile(foreign, REQUEST));
        assertTrue(String.valueOf(refusal.getMessage()).startsWith("device = GateDevice[id=another"));
    }

    @Test
    @DisplayName("explains the driver's error codes")
    void errors() {
        Driver.device();
        BackendException failure =
                ErrorText.failure("clCreateBuffer", CL.CL_MEM_OBJECT_ALLOCATION_FAILURE, "Some device");
        assertEquals(
                "clCreateBuffer failed on Some device with CL_MEM_OBJECT_ALLOCATION_FAILURE (-4): the device's memory is"
                        + " used up; close plans, or whatever else holds memory there",
                failure.getMessage());
        assertEquals("CL_INVALID_VALUE (-30)", ErrorText.of(CL.CL_INVALID_VALUE));
        for (int code : new int[] {CL.CL_OUT_OF_RESOURCES, CL.CL_DEVICE_NOT_AVAILABLE, CL.CL_INVALID_COMMAND_QUEUE}) {
            assertTrue(ErrorText.of(code).contains(": "), ErrorText.of(code));
        }
    }
}
