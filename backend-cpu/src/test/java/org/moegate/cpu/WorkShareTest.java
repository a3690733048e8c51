package org.moegate.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("work is shared")
class WorkShareTest {

    private final WorkShare share = new WorkShare(10, 1000, 100);

    @Test
    @DisplayName("with as many helpers as there is work for, and no more than there are")
    void helpers() {
        assertEquals(0, share.helpersFor(0, 8));
        assertEquals(0, share.helpersFor(99, 8));
        assertEquals(1, share.helpersFor(100, 8));
        assertEquals(2, share.helpersFor(299, 8));
        assertEquals(8, share.helpersFor(Integer.MAX_VALUE, 8));
        assertEquals(0, share.helpersFor(Integer.MAX_VALUE, 0));
    }

    @Test
    @DisplayName("in full steps of the router, at least one")
    void blocks() {
        assertEquals(10, share.blockRows(1));
        assertEquals(8, share.blockRows(4));
        assertEquals(16, share.blockRows(16));
    }
}
