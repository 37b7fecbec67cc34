package dev.virga.services.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Expressions and what they give.
class IntrinsicsTest {
    private static final String CONTEXT = """
            Parameters:
              Stage: {Type: String, Default: dev}
              Names: {Type: CommaDelimitedList, Default: 'a, b,c'}
            Mappings:
              Sizes: {dev: {small: 1, list: [x, y]}}
            Conditions:
              IsDev: !Equals [!Ref Stage, dev]
              IsProd: !Equals [!Ref Stage, prod]
              Both: !And [!Condition IsDev, !Not [!Condition IsProd]]
              Any: !Or [!Condition IsProd, {Condition: Both}]
              Loop: !Not [!Condition Loop]
            Value: %s
            """;

    private static final Values VALUES = new Values() {
        @Override
        public @Nullable Object ref(String logicalId) {
            return logicalId.equals("Table") ? "table-1" : null;
        }

        @Override
        public @Nullable Object attribute(String logicalId, String attribute) {
            return attribute.equals("Arn") ? "arn:table-1" : null;
        }

        @Override
        public @Nullable String exported(String name) {
            return name.equals("dev-vpc") ? "vpc-1" : null;
        }
    };

    private static Object resolve(String expression) {
        Template template = TemplateReader.read(CONTEXT.formatted(expression));
        Map<String, Object> parameters = Parameters.typed(template, Parameters.values(template, List.of(), Map.of()));
        Surroundings surroundings = new Surroundings("111122223333", "eu-west-1", "shop", "arn:stack/shop", List.of());
        return new Intrinsics(template, parameters, surroundings, VALUES)
                .resolve(template.root().get("Value"), "Value");
    }

    static Stream<Arguments> expressions() {
        return Stream.of(
                Arguments.of("!Ref Stage", "dev"),
                Arguments.of("!Ref Table", "table-1"),
                Arguments.of("!Ref AWS::AccountId", "111122223333"),
                Arguments.of("!Ref AWS::URLSuffix", "amazonaws.com"),
                Arguments.of("!Ref Names", List.of("a", "b", "c")),
                Arguments.of("{a: !Ref AWS::NoValue, b: [!Ref AWS::NoValue, 1]}", Map.of("b", List.of(1))),
                Arguments.of("!GetAtt Table.Arn", "arn:table-1"),
                Arguments.of("{'Fn::GetAtt': Table.Arn}", "arn:table-1"),
                Arguments.of(
                        "!Sub '${Stage}/${Table}/${Table.Arn}/${!Literal}/${AWS::Region}/$x'",
                        "dev/table-1/arn:table-1/${Literal}/eu-west-1/$x"),
                Arguments.of("!Sub ['${x}-${Stage}', {x: !Ref Table}]", "table-1-dev"),
                Arguments.of("!Join ['-', [a, !Ref Stage, 1, true]]", "a-dev-1-true"),
                Arguments.of("!Join [',', !Ref Names]", "a,b,c"),
                Arguments.of("!Select [1, !Ref Names]", "b"),
                Arguments.of("!Select ['0', !Split ['|', 'x|y']]", "x"),
                Arguments.of("!Split [',', 'a,,b,']", List.of("a", "", "b", "")),
                Arguments.of("!If [IsDev, 1, 2]", 1),
                Arguments.of("!If [IsProd, 1, !If [Any, 3, 4]]", 3),
                Arguments.of("[!If [IsProd, 1, !Ref AWS::NoValue], 2]", List.of(2)),
                Arguments.of("!FindInMap [Sizes, !Ref Stage, small]", 1),
                Arguments.of("!FindInMap [Sizes, dev, list]", List.of("x", "y")),
                Arguments.of("!FindInMap [Sizes, none, small, {DefaultValue: 9}]", 9),
                Arguments.of("!Base64 hello", "aGVsbG8="),
                Arguments.of("!ImportValue {'Fn::Sub': '${Stage}-vpc'}", "vpc-1"),
                Arguments.of("!GetAZs ''", List.of("eu-west-1a", "eu-west-1b", "eu-west-1c")),
                Arguments.of("!Cidr [10.0.0.0/16, 2, 8]", List.of("10.0.0.0/24", "10.0.1.0/24")),
                Arguments.of("!Length [1, 2]", 2),
                Arguments.of("!ToJsonString {a: [1, !Ref Stage]}", "{\"a\":[1,\"dev\"]}"),
                Arguments.of(
                        "{Condition: {StringEquals: {k: !Ref Stage}}}",
                        Map.of("Condition", Map.of("StringEquals", Map.of("k", "dev")))));
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void expressionsGiveValues(String expression, Object expected) {
        assertThat(resolve(expression)).isEqualTo(expected);
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("!Ref Nothing", "Unresolved resource dependencies [Nothing]"),
                Arguments.of("!Ref [a]", "Every Ref object must have a single String value."),
                Arguments.of("!GetAtt Nothing.Arn", "Fn::GetAtt references undefined resource Nothing"),
                Arguments.of(
                        "!GetAtt Table.Color", "resource Table does not support attribute type Color in Fn::GetAtt"),
                Arguments.of("!Sub '${a b}'", "variable names in Fn::Sub syntax must contain only alphanumeric"),
                Arguments.of("!Sub '${Names}'", "Names in Fn::Sub expression does not resolve to a string"),
                Arguments.of("!Join [a]", "every Fn::Join object requires two parameters"),
                Arguments.of("!Select [7, !Ref Names]", "Fn::Select cannot select nonexistent value at index 7"),
                Arguments.of("!FindInMap [Sizes, no, small]", "Unable to get mapping for Sizes::no::small"),
                Arguments.of("!ImportValue none", "No export named none found."),
                Arguments.of("!If [Unknown, 1, 2]", "Unresolved condition dependency Unknown"),
                Arguments.of("!If [Loop, 1, 2]", "Circular dependency between conditions"),
                Arguments.of("!Cidr [10.0.0.0/24, 300, 8]", "Fn::Cidr cannot split"),
                Arguments.of("{'Fn::Nonsense': 1}", "unsupported function Fn::Nonsense"),
                Arguments.of(
                        "'{{resolve:ssm:x}}'", "Dynamic references are supported in properties of resources only"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whatIsWrongIsNamedWithItsPlace(String expression, String message) {
        assertThatThrownBy(() -> resolve(expression))
                .hasMessageContaining(message)
                .hasMessageContaining("(line 12, column");
    }

    @Test
    void aTemplateThatMultipliesItselfIsRefused() {
        String inner = "!Join ['', [!Ref Big, !Ref Big, !Ref Big, !Ref Big]]";
        while (inner.length() < 200_000) {
            inner = "!Join ['', [" + inner + ", " + inner + "]]";
        }
        Template template = TemplateReader.read("Value: " + inner);
        Surroundings surroundings = new Surroundings("1", "r", "s", "i", List.of());
        Intrinsics intrinsics = new Intrinsics(template, Map.of("Big", "x".repeat(4096)), surroundings, Values.NONE);
        assertThatThrownBy(() -> intrinsics.resolve(template.root().get("Value"), "Value"))
                .hasMessageContaining("produce more than");
    }

    static Stream<Arguments> parameters() {
        return Stream.of(
                Arguments.of("Type: String", null, "Parameters: [P] must have values"),
                Arguments.of("Type: String, AllowedValues: [a, b]", "c", "Parameter 'P' must be one of AllowedValues"),
                Arguments.of("Type: String, AllowedPattern: '[a-z]+'", "A1", "Parameter 'P' must match pattern [a-z]+"),
                Arguments.of(
                        "Type: String, AllowedPattern: '[a-z]+', ConstraintDescription: letters only",
                        "A1",
                        "Parameter 'P' failed to satisfy constraint: letters only"),
                Arguments.of("Type: String, AllowedPattern: '('", "a", "has an invalid AllowedPattern"),
                Arguments.of("Type: String, AllowedPattern: '(a+)+b'", "a".repeat(60), "must match pattern"),
                Arguments.of("Type: String, MinLength: 3", "ab", "Parameter 'P' must contain at least 3 characters"),
                Arguments.of("Type: String, MaxLength: 3", "abcd", "Parameter 'P' must contain at most 3 characters"),
                Arguments.of("Type: Number", "x", "Parameter 'P' must be a number"),
                Arguments.of("Type: Number, MinValue: 3", "2", "Parameter 'P' must be a number not less than 3"),
                Arguments.of("Type: Number, MaxValue: 3", "4", "Parameter 'P' must be a number not greater than 3"),
                Arguments.of("Type: List<Number>", "1,x", "Parameter 'P' must be a number"),
                Arguments.of(
                        "Type: 'AWS::EC2::VPC::Id'", "x", "has type AWS::EC2::VPC::Id, which Virga does not support"),
                Arguments.of("Description: none", "x", "Every Parameters object must contain a Type member."));
    }

    @ParameterizedTest
    @MethodSource("parameters")
    void parametersAreChecked(String rule, @Nullable String value, String message) {
        Template template = TemplateReader.read("Parameters:\n  P: {" + rule + "}\n");
        var given = value == null ? StackFixture.parameters() : StackFixture.parameters("P", value);
        assertThatThrownBy(() -> Parameters.values(template, given, Map.of())).hasMessageContaining(message);
    }

    @Test
    void unknownParametersAreNamed() {
        Template template = TemplateReader.read("Parameters: {P: {Type: String, Default: x}}");
        assertThatThrownBy(() -> Parameters.values(template, StackFixture.parameters("Q", "1"), Map.of()))
                .hasMessage("Parameters: [Q] do not exist in the template");
    }
}
