package dev.virga.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.app.deploy.TemplateCode.Reference;
import dev.virga.app.deploy.TemplateCode.Uploaded;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateCodeTest {
    private static String rewritten(String text) throws DeployFailed {
        TemplateCode code = TemplateCode.read("template.yaml", text);
        Map<Reference, Uploaded> uploaded = new HashMap<>();
        code.references().forEach(reference -> uploaded.put(reference, new Uploaded("b", reference.owner())));
        return code.with(uploaded);
    }

    @Test
    void localCodeIsReplacedAndEverythingElseStaysAsItWasWritten() throws DeployFailed {
        String text = """
                # Größe 🚀
                Globals: { Function: { CodeUri: src/, Runtime: nodejs22.x } }
                Resources:
                  A:
                    Type: AWS::Serverless::Function
                    Properties:
                      Description: "🚀 é"
                      CodeUri: 'a b/'   # here
                      Policies: [ !Sub "${X}", { "Fn::GetAtt": [A, B] } ]
                  B: { Type: "AWS::Lambda::Function", Properties: { Runtime: java25, Code: ./b } }
                  C: { Type: "AWS::Lambda::Function", Properties: { Code: { ZipFile: "x" } } }
                  D: { Type: "AWS::Serverless::Function", Properties: { CodeUri: s3://x/y } }
                  E: { Type: "AWS::Serverless::Function", Properties: { CodeUri: !Sub "${X}" } }
                  F: { Type: "AWS::S3::Bucket", Properties: { CodeUri: x } }
                """;
        String expected = text.replace("CodeUri: src/,", "CodeUri: \"s3://b/Globals\",")
                .replace("'a b/'", "\"s3://b/A\"")
                .replace("Code: ./b ", "Code: {\"S3Bucket\": \"b\", \"S3Key\": \"B\"} ");
        assertThat(rewritten(text)).isEqualTo(expected);
        assertThat(TemplateCode.read("t", text).references())
                .extracting(Reference::path, Reference::runtime)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("src/", "nodejs22.x"),
                        org.assertj.core.groups.Tuple.tuple("a b/", "nodejs22.x"),
                        org.assertj.core.groups.Tuple.tuple("./b", "java25"));
    }

    @Test
    void jsonTemplatesWorkToo() throws DeployFailed {
        assertThat(rewritten("{\"Resources\":{\"A\":{\"Type\":\"AWS::Serverless::Function\","
                        + "\"Properties\":{\"CodeUri\":\"a\"}}}}"))
                .contains("\"CodeUri\":\"s3://b/A\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Resources: [           | template.yaml:1:13
                    - a                    | holds no mapping
                    a: {b: c               | template.yaml:1:
                    """)
    void aBrokenTemplateIsNamedWithItsPlace(String text, String message) {
        assertThatThrownBy(() -> TemplateCode.read("template.yaml", text))
                .isInstanceOf(DeployFailed.class)
                .hasMessageContaining(message);
    }

    @Test
    void aBombOfAliasesIsRefused() {
        StringBuilder text = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 60; i++) {
            text.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThatThrownBy(() -> TemplateCode.read("t", text.toString()).references())
                .isInstanceOf(DeployFailed.class);
    }
}
