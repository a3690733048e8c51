package org.moegate.kernelbuilds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisplayName("the user of this process")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "users have no numbers there")
class ProcessUserTest {

    @Test
    @DisplayName("is whose its files are")
    void ofThisProcess() throws IOException {
        assertEquals(ProcessUser.ofNewFile(), ProcessUser.uid());
    }

    @Test
    @DisplayName("is the last of the numbers that Linux tells, which may go beyond 2^31")
    void ofStatus() throws IOException {
        assertEquals(65534, ProcessUser.ofStatus(List.of("Name:\tjava", "Uid:\t0\t1\t2\t65534", "Gid:\t0\t0\t0\t0")));
        assertEquals(-2, ProcessUser.ofStatus(List.of("Uid:\t4294967294\t4294967294\t4294967294\t4294967294")));
        assertThrows(IOException.class, () -> ProcessUser.ofStatus(List.of("Name:\tjava")));
    }
}
