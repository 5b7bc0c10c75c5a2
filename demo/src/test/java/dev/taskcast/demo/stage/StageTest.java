package dev.taskcast.demo.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StageTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:8080", "127.0.0.1:1", "[::1]:8080", "[::1]"})
    void loopbackIsKnownByItsNames(String host) {
        assertThat(Loopback.isNamedBy(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost.example.com",
                "127.0.0.1.example.com:80",
                "192.168.1.2:8080",
                "evil:80",
                "xlocalhost"
            })
    void aNameThatOnlyPointsHereIsNot(String host) {
        assertThat(Loopback.isNamedBy(host)).isFalse();
        assertThat(Loopback.isNamedBy(null)).isFalse();
    }

    @Test
    void theKeyIsKept() throws IOException {
        byte[] key = HandleKey.in(directory);

        assertThat(key).hasSize(32).isEqualTo(HandleKey.in(directory));
    }

    @Test
    void anAddressIsToldAsOthersReachIt() throws IOException {
        InetAddress six = InetAddress.getByName("2001:db8::7");
        Address.Told others = new Address(8080, six).told();
        Address.Told own = new Address(8080, null).told();

        assertThat(others.url()).isEqualTo("http://[2001:db8:0:0:0:0:0:7]:8080/");
        assertThat(others.own()).isFalse();
        assertThat(own.url()).isEqualTo("http://localhost:8080/");
        assertThat(own.own()).isTrue();
        assertThat(own.path()).startsWith("M0 0h1v1h-1z");
        assertThat(own.modules()).isEqualTo(25);
    }
}
