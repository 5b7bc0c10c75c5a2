package dev.taskcast.demo.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CsvFileTest {
    @TempDir
    private Path directory;

    @Test
    void readsQuotedFieldsAndRowsOfEachLength() throws Exception {
        CsvFile file = file("a,b\r\n\"x, \"\"y\"\"\",Zoë\r\nonly\r\n1,2,3\r\n");

        assertThat(file.countRows()).isEqualTo(3);
        try (CsvFile.Rows rows = file.rows()) {
            Row quoted = rows.next().requireFields(2);
            assertThat(quoted.text(0)).isEqualTo("x, \"y\"");
            assertThat(quoted.text(1)).isEqualTo("Zoë");
            assertMalformed(() -> rows.next().requireFields(2), "line 3: must have 2 fields, got: 1");
            assertMalformed(() -> rows.next().requireFields(2), "line 4: must have 2 fields, got: 3");
            assertThat(rows.hasNext()).isFalse();
        }
    }

    @Test
    void namesWhatIsMalformed() throws Exception {
        CsvFile file = file("n,d,m,t\n7,2024-02-29,19.9,x\n0,2025-02-29,1.005,\nx,,12.5O, \n");

        try (CsvFile.Rows rows = file.rows()) {
            Row good = rows.next();
            assertThat(good.requireCount(0, "n")).isEqualTo(7);
            assertThat(good.requireDate(1, "d")).isEqualTo("2024-02-29");
            assertThat(good.requireCents(2, "m")).isEqualTo(1990);
            assertThat(good.requireText(3, "t")).isEqualTo("x");
            Row bad = rows.next();
            assertMalformed(() -> bad.requireCount(0, "n"), "line 3: n must be a whole number above 0, got: \"0\"");
            assertMalformed(
                    () -> bad.requireDate(1, "d"), "line 3: d must be a date such as 2025-03-14, got: \"2025-02-29\"");
            assertMalformed(
                    () -> bad.requireCents(2, "m"), "line 3: m must be an amount such as 19.90, got: \"1.005\"");
            assertMalformed(() -> bad.requireText(3, "t"), "line 3: t must not be empty");
            Row worse = rows.next();
            assertMalformed(() -> worse.requireCount(0, "n"), "line 4: n must be a whole number above 0, got: \"x\"");
            assertMalformed(
                    () -> worse.requireCents(2, "m"), "line 4: m must be an amount such as 19.90, got: \"12.5O\"");
            assertMalformed(() -> worse.requireText(3, "t"), "line 4: t must not be empty");
        }
    }

    @Test
    void namesARowThatIsNotUtf8() throws Exception {
        Path path = directory.resolve("rows.csv");
        Files.write(path, "name\nZoë\n".getBytes(StandardCharsets.ISO_8859_1));

        try (CsvFile.Rows rows = new CsvFile(path).rows()) {
            assertMalformed(() -> rows.next().requireFields(1), "line 2: must be UTF-8, got: \"Zo\uFFFD\"");
        }
    }

    @Test
    void anEmptyFileHasNoRows() throws Exception {
        CsvFile file = file("");

        assertThat(file.countRows()).isZero();
        try (CsvFile.Rows rows = file.rows()) {
            assertThat(rows.hasNext()).isFalse();
        }
    }

    private CsvFile file(String text) throws IOException {
        return new CsvFile(Files.writeString(directory.resolve("rows.csv"), text));
    }

    private static void assertMalformed(ThrowingCallable call, String message) {
        assertThatExceptionOfType(MalformedRowException.class).isThrownBy(call).withMessage("rows.csv, " + message);
    }
}
