package dev.virga.services.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.api.cloudformation.ChangeSetNotFoundException;
import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.api.cloudformation.CreateChangeSetInput;
import dev.virga.api.cloudformation.CreateStackInput;
import dev.virga.api.cloudformation.DeleteChangeSetInput;
import dev.virga.api.cloudformation.DescribeChangeSetInput;
import dev.virga.api.cloudformation.DescribeChangeSetOutput;
import dev.virga.api.cloudformation.ExecuteChangeSetInput;
import dev.virga.api.cloudformation.GetTemplateInput;
import dev.virga.api.cloudformation.GetTemplateSummaryInput;
import dev.virga.api.cloudformation.InsufficientCapabilitiesException;
import dev.virga.api.cloudformation.InvalidChangeSetStatusException;
import dev.virga.api.cloudformation.ListStacksInput;
import dev.virga.api.cloudformation.ResourceChange;
import dev.virga.api.cloudformation.ValidateTemplateInput;
import dev.virga.wire.AwsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Change sets, as deployment tools use them, and what is refused before anything is made.
class ChangeSetTest {
    @TempDir
    Path folder;

    private final ThingType type = new ThingType();
    private StackFixture fixture;

    @BeforeEach
    void open() throws IOException {
        fixture = new StackFixture(folder, List.of(type, new RoleResource()));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private DescribeChangeSetOutput propose(String kind, String name, String template) {
        String id = fixture.call(
                        CloudformationOps.CreateChangeSet,
                        CreateChangeSetInput.builder()
                                .stackName("s")
                                .changeSetName(name)
                                .changeSetType(kind)
                                .templateBody(template)
                                .build())
                .id();
        return fixture.call(
                CloudformationOps.DescribeChangeSet,
                DescribeChangeSetInput.builder().changeSetName(id).build());
    }

    private void execute(String name) {
        fixture.call(
                CloudformationOps.ExecuteChangeSet,
                ExecuteChangeSetInput.builder()
                        .stackName("s")
                        .changeSetName(name)
                        .build());
    }

    private static String template(String a, String b) {
        return "Resources:\n  A: {Type: 'Test::Thing', Properties: {" + a
                + "}}\n  B: {Type: 'Test::Thing', Properties: {" + b + "}}\n";
    }

    @Test
    void aStackIsMadeAndChangedByChangeSets() {
        var first = propose("CREATE", "one", template("Kind: a", "Size: !Ref A"));
        assertThat(fixture.stack("s").stackStatus()).isEqualTo("REVIEW_IN_PROGRESS");
        assertThat(first.status()).isEqualTo("CREATE_COMPLETE");
        assertThat(first.executionStatus()).isEqualTo("AVAILABLE");
        assertThat(first.changes()).extracting(c -> c.resourceChange().action()).containsExactly("Add", "Add");
        assertThat(type.deeds).isEmpty();
        execute("one");
        assertThat(fixture.settled("s").stackStatus()).isEqualTo("CREATE_COMPLETE");

        var second = propose("UPDATE", "two", template("Kind: b", "Size: !Ref A"));
        ResourceChange a = second.changes().get(0).resourceChange();
        ResourceChange b = second.changes().get(1).resourceChange();
        assertThat(a.replacement()).isEqualTo("True");
        assertThat(b.replacement()).isEqualTo("False");
        assertThat(b.details().getFirst().evaluation()).isEqualTo("Dynamic");
        var third = propose("UPDATE", "three", template("Kind: a", "Size: !Ref A"));
        assertThat(third.status()).isEqualTo("FAILED");
        assertThat(third.statusReason()).startsWith("The submitted information didn't contain changes.");
        assertThatThrownBy(() -> execute("three")).isInstanceOf(InvalidChangeSetStatusException.class);
        execute("two");
        assertThat(fixture.settled("s").stackStatus()).isEqualTo("UPDATE_COMPLETE");
        assertThatThrownBy(() -> execute("three")).isInstanceOf(ChangeSetNotFoundException.class);
        fixture.call(
                CloudformationOps.DeleteChangeSet,
                DeleteChangeSetInput.builder()
                        .stackName("s")
                        .changeSetName("two")
                        .build());
        assertThat(fixture.call(
                                CloudformationOps.GetTemplate,
                                GetTemplateInput.builder().stackName("s").build())
                        .templateBody())
                .isEqualTo(template("Kind: b", "Size: !Ref A"));
    }

    @Test
    void anUpdateEndsChangeSetsThatWereMadeBefore() {
        fixture.create("s", template("Kind: a", "Size: 1"));
        fixture.settled("s");
        propose("UPDATE", "stale", template("Kind: a", "Size: 2"));
        fixture.update("s", template("Kind: a", "Size: 3"));
        fixture.settled("s");
        assertThatThrownBy(() -> execute("stale")).isInstanceOf(ChangeSetNotFoundException.class);
    }

    @Test
    void aStackThatWasOnlyReviewedCanBeDeleted() {
        propose("CREATE", "one", template("Kind: a", "Size: 1"));
        String id = fixture.stack("s").stackId();
        fixture.delete("s");
        assertThat(fixture.settled(id).stackStatus()).isEqualTo("DELETE_COMPLETE");
        assertThat(fixture.call(
                                CloudformationOps.ListStacks,
                                ListStacksInput.builder()
                                        .stackStatusFilter(List.of("DELETE_COMPLETE"))
                                        .build())
                        .stackSummaries())
                .hasSize(1);
    }

    @Test
    void capabilitiesAreAsked() {
        String role = "Resources: {R: {Type: 'AWS::IAM::Role', Properties: {%sAssumeRolePolicyDocument: {}}}}";
        for (String name : List.of("", "RoleName: x, ")) {
            String needed = name.isEmpty() ? "CAPABILITY_IAM" : "CAPABILITY_NAMED_IAM";
            assertThatThrownBy(() -> fixture.call(
                            CloudformationOps.CreateStack,
                            CreateStackInput.builder()
                                    .stackName("s")
                                    .templateBody(role.formatted(name))
                                    .build()))
                    .isInstanceOf(InsufficientCapabilitiesException.class)
                    .hasMessage("Requires capabilities : [" + needed + "]");
            assertThat(fixture.call(
                                    CloudformationOps.ValidateTemplate,
                                    ValidateTemplateInput.builder()
                                            .templateBody(role.formatted(name))
                                            .build())
                            .capabilities())
                    .containsExactly(needed);
        }
        assertThat(fixture.call(
                                CloudformationOps.GetTemplateSummary,
                                GetTemplateSummaryInput.builder()
                                        .templateBody(
                                                "Parameters: {P: {Type: Number, Default: 3}}\n" + role.formatted(""))
                                        .build())
                        .parameters()
                        .getFirst()
                        .defaultValue())
                .isEqualTo("3");
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("Parameters: {}", "At least one Resources member must be defined."),
                Arguments.of(
                        "Resources:\n  A: {Type: 'AWS::X::Y'}\n  B: {Type: 'AWS::Z::Y'}",
                        "Unrecognized resource types: [AWS::X::Y, AWS::Z::Y] (line 2, column 3). Virga supports:"
                                + " AWS::IAM::Role, Test::Thing"),
                Arguments.of("Resources: {A-b: {Type: 'Test::Thing'}}", "Resource name A-b is non alphanumeric."),
                Arguments.of("Resources:\n  A: {Properties: {}}", "must contain a Type member. (line 2, column 3)"),
                Arguments.of(
                        "Resources: {A: {Type: 'Test::Thing', Colour: 1}}",
                        "Invalid template resource property 'Colour'"),
                Arguments.of(
                        "Resources:\n  A:\n    Type: Test::Thing\n    Properties:\n      Colour: red\n",
                        "Encountered unsupported property Colour (line 4, column 5)"),
                Arguments.of(
                        "Resources:\n  A: {Type: 'Test::Thing', Properties: {Size: !Ref B}}\n",
                        "Unresolved resource dependencies [B] in the Resources block of the template (line 2, column 3)"),
                Arguments.of(template("Size: !Ref B", "Size: !Ref A"), "Circular dependency between resources: [A, B]"),
                Arguments.of(
                        "Resources: {A: {Type: 'Test::Thing', DependsOn: A}}",
                        "Circular dependency between resources: [A]"),
                Arguments.of(
                        template("Size: 1", "Size: 1") + "Outputs: {O: {Value: !Ref C}}", "[C] in the Outputs block"),
                Arguments.of(
                        template("Size: 1", "Size: 1") + "Nonsense: 1",
                        "Invalid template property or properties [Nonsense] (line 4, column 1)"),
                Arguments.of(template("Size: 1", "Size: 1") + "Rules: {}", "[Rules] are not supported by Virga yet"),
                Arguments.of(
                        "Transform: AWS::LanguageExtensions\n" + template("", ""),
                        "No transform named AWS::LanguageExtensions found."),
                Arguments.of(template("Size: {'Fn::Transform': {Name: X}}", ""), "Fn::Transform is not supported"),
                Arguments.of(
                        "AWSTemplateFormatVersion: 2011-01-01\n" + template("", ""),
                        "unsupported value for AWSTemplateFormatVersion"),
                Arguments.of(
                        "Resources: {A: {Type: 'Test::Thing', DeletionPolicy: Snapshot}}", "DeletionPolicy Snapshot"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatCannotBeDeployedIsRefusedBeforeAnythingIsMade(String template, String message) {
        assertThatThrownBy(() -> fixture.create("s", template))
                .isInstanceOf(AwsException.class)
                .hasMessageContaining(message);
        assertThatThrownBy(() -> fixture.stack("s")).hasMessage("Stack with id s does not exist");
        assertThat(type.deeds).isEmpty();
    }
}
