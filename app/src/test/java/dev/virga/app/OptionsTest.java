package dev.virga.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
                .isEqualTo(new Options(Path.of("/h"), "127.0.0.1", 4566, "us-east-1", "000000000000", false));
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
                "--home /h more"
            })
    void whatMakesNoSenseIsRefused(String line) {
        List<String> arguments = line.isEmpty() ? List.of() : List.of(line.split(" "));
        assertThatThrownBy(() -> Options.parse(arguments)).isInstanceOf(Options.Unusable.class);
    }
}
