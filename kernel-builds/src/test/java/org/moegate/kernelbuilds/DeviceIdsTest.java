package org.moegate.kernelbuilds;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the ids of devices")
class DeviceIdsTest {

    private final DeviceIds ids = new DeviceIds();

    @Test
    @DisplayName("are names that can be typed")
    void typed() {
        assertEquals("nvidia-h100-80gb-hbm3", ids.next("NVIDIA H100 80GB HBM3"));
        assertEquals("gfx1100", ids.next(" gfx1100 "));
        assertEquals("device", ids.next("®"));
    }

    @Test
    @DisplayName("are numbered where devices share a name, also where a name ends like such a number")
    void numbered() {
        assertEquals("abacus", ids.next("Abacus"));
        assertEquals("abacus-2", ids.next("Abacus"));
        assertEquals("abacus-2-2", ids.next("Abacus 2"));
        assertEquals("abacus-3", ids.next("Abacus"));
    }
}
