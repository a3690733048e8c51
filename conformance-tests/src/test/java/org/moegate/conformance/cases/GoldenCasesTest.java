package org.moegate.conformance.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
    @DisplayName("say what they guard against")
    void eachSaysWhatItIsFor() throws Exception {
        for (GoldenFile file : GoldenCases.ofKit()) {
            assertFalse(file.read().about().isBlank(), file.toString());
        }
    }
}
