package dev.virga.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionBuildTest {
    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();
    private Path code;
    private FunctionBuild build;

    @BeforeEach
    void prepare() throws IOException {
        code = Files.createDirectory(folder.resolve("code"));
        build = new FunctionBuild(folder.resolve("cache"));
    }

    private Path write(String name, String text) throws IOException {
        Path file = code.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @Test
    void aFolderThatNeedsNoBuildingIsUsedAsItIs() throws Exception {
        write("package.json", "{\"devDependencies\": {\"x\": \"1\"}}");
        write("requirements.txt", "# nothing\n\n");
        for (String runtime : List.of("nodejs22.x", "python3.13", "java25", "provided.al2023")) {
            assertThat(build.build("F", code, runtime, said::add)).isEqualTo(code);
        }
        assertThat(said).isEmpty();
    }

    @Test
    void whatANodeFunctionDependsOnIsInstalledOnceForTheSameContent() throws Exception {
        assumeTrue(Files.exists(Path.of("/usr/bin/npm")), "no npm");
        write("lib/package.json", "{\"name\": \"lib\", \"version\": \"1.0.0\"}");
        write("package.json", "{\"dependencies\": {\"lib\": \"file:./lib\"}}");
        write("index.js", "exports.handler = async () => 1;");
        Path built = build.build("F", code, "nodejs22.x", said::add);
        assertThat(built.resolve("index.js")).exists();
        assertThat(built.resolve("node_modules/lib/package.json")).exists();
        assertThat(said).hasSize(2);
        assertThat(code.resolve("node_modules")).doesNotExist();

        assertThat(build.build("F", code, "nodejs22.x", said::add)).isEqualTo(built);
        assertThat(said).hasSize(2);
        write("index.js", "exports.handler = async () => 2;");
        assertThat(build.build("F", code, "nodejs22.x", said::add)).isNotEqualTo(built);
    }

    @Test
    void aToolThatFailsIsQuoted() throws Exception {
        assumeTrue(Files.exists(Path.of("/usr/bin/npm")), "no npm");
        write("package.json", "{\"dependencies\": {\"lib\": \"file:./nowhere.tgz\"}}");
        assertThatThrownBy(() -> build.build("Orders", code, "nodejs22.x", said::add))
                .isInstanceOf(DeployFailed.class)
                .hasMessageStartingWith("Orders: npm install failed")
                .hasMessageContaining("nowhere.tgz");
        try (var left = Files.list(folder.resolve("cache"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aBrokenPackageFileIsNamedWithItsPlace() throws Exception {
        write("package.json", "{\n  \"dependencies\": oops\n}");
        assertThatThrownBy(() -> build.build("Orders", code, "nodejs22.x", said::add))
                .isInstanceOf(DeployFailed.class)
                .hasMessageContaining("package.json")
                .hasMessageContaining("line 2");
    }

    @Test
    void theStateOfAFolderChangesWithItsFilesButNotWithWhatBuildsLeave() throws IOException {
        write("a.txt", "1");
        String before = FolderState.content(code, "");
        write("node_modules/x/index.js", "x");
        write("target/a.class", "x");
        assertThat(FolderState.content(code, "")).isEqualTo(before);
        write("a.txt", "2");
        assertThat(FolderState.content(code, "")).isNotEqualTo(before);
    }
}
