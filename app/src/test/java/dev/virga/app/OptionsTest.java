package dev.virga.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.http.EdgeLimits;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    @Test
    void whatIsNotSaidIsSafe() throws Options.Unusable {
        Options options = Options.parse(List.of("--home", "/h"));
        assertThat(options)
                .isEqualTo(new Options(
                        Path.of("/h"),
                        Options.Mode.DEVELOPMENT,
                        "127.0.0.1",
                        4566,
                        "us-east-1",
                        "000000000000",
                        Options.Transport.DEFAULT,
                        EdgeLimits.DEFAULT,
                        false));
    }

    @Test
    void aProductionServerIsToldWhereItListensAndWhoItIs() throws Options.Unusable {
        Options options = Options.parse(List.of(("--home /h --production --listen [::]:443 --host cloud.example"
                        + " --host 10.0.0.7 --tls-cert /c.pem --tls-key /k.pem")
                .split(" ")));
        assertThat(options.mode()).isEqualTo(Options.Mode.PRODUCTION);
        assertThat(options.address()).isEqualTo("::");
        assertThat(options.port()).isEqualTo(443);
        assertThat(options.tlsOnly()).isTrue();
        assertThat(options.transport())
                .isEqualTo(new Options.Transport(
                        List.of("cloud.example", "10.0.0.7"), Path.of("/c.pem"), Path.of("/k.pem"), false, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--home",
                "--home /h --port",
                "--home /h --port x",
                "--home /h --port 65536",
                "--home /h --port -1",
                "--home /h --account 12",
                "--home /h --region nowhere",
                "--home /h --colour blue",
                "--home /h --listen 4566",
                "--home /h --listen ::1:4566",
                "--home /h --listen 10.0.0.1:",
                "--home /h --host -x",
                "--home /h --host a/b",
                "--home /h --tls-cert c.pem",
                "--home /h --tls-key k.pem",
                "--home /h --proxy front.example",
                "--home /h --limit connections",
                "--home /h --limit connections=0",
                "--home /h --limit connections=many",
                "--home /h --limit colours=3",
                "--home /h --plain-http --tls-cert c --tls-key k",
                "--home /h more"
            })
    void whatMakesNoSenseIsRefused(String line) {
        List<String> arguments = line.isEmpty() ? List.of() : List.of(line.split(" "));
        assertThatThrownBy(() -> Options.parse(arguments)).isInstanceOf(Options.Unusable.class);
    }
}
