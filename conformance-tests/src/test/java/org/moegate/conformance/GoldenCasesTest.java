package org.moegate.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the golden cases")
class GoldenCasesTest {

    @Test
    @DisplayName("are the files the generator wrote: nobody edited them by hand")
    void checksumsHold() throws Exception {
        Map<String, String> checksums = GoldenCases.checksums();
        assertTrue(checksums.size() >= 48, checksums.size() + " files");
        for (Map.Entry<String, String> entry : checksums.entrySet()) {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(GoldenCases.bytes(entry.getKey()));
            assertEquals(entry.getValue(), HexFormat.of().formatHex(sum), entry.getKey());
        }
    }

    @Test
    @DisplayName("agree with the reference in the conformant grade")
    void referenceIsConformant() throws Exception {
        for (String name : GoldenCases.names()) {
            GoldenCases.with(
                    name,
                    golden -> Judge.requireConformant(
                            golden.input(), golden.expected(), Judge.reference(golden.input())));
        }
    }
}
