package dev.virga.app.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Good sentences of the languages that services read, and the words that mutations mix in.
final class Grammars {
    static final List<String> EXPRESSION_TOKENS = List.of(
            "SET ",
            "REMOVE ",
            "ADD ",
            "DELETE ",
            " AND ",
            " OR ",
            "NOT ",
            " BETWEEN ",
            " IN (",
            "#a",
            "#b",
            ":a",
            ":n",
            ":l",
            "#",
            ":",
            "attribute_exists(",
            "attribute_type(",
            "begins_with(",
            "contains(",
            "size(",
            "if_not_exists(",
            "list_append(",
            "a.b[1]",
            "[99999999999]",
            "[-1]",
            "=",
            "<>",
            "<=",
            ">=",
            "(",
            ")",
            ",");

    static final List<String> PATTERN_TOKENS = List.of(
            "{ $.a = \"x\" }",
            "[a, b, ...]",
            "%^a+$%",
            "%(a+)+b%",
            "?",
            "-",
            "\"",
            "&&",
            "||",
            "$.a[0].b",
            "$.*",
            "IS NULL",
            "NOT EXISTS",
            "IS TRUE",
            "*",
            "!=",
            ">= 1e3",
            "w1=ERROR",
            "...",
            "{",
            "}",
            "[",
            "]");

    static final List<String> TEMPLATE_TOKENS = List.of(
            "!Ref ",
            "!Sub ",
            "!GetAtt ",
            "!Join ",
            "!If ",
            "!Select ",
            "!FindInMap ",
            "!Split ",
            "!Cidr ",
            "!Base64 ",
            "Fn::Transform: ",
            "Fn::ForEach::X: ",
            "Fn::If: ",
            "Condition: ",
            "DependsOn: ",
            "Resources:\n",
            "&anchor ",
            "*anchor",
            "<<: *a",
            "!!binary ",
            "!!java.lang.String ",
            "? ",
            "|2-\n",
            ">-\n",
            "--- \n",
            "%YAML 1.1\n",
            "${AWS::Region}",
            "${!x}",
            "AWS::Include",
            "AWS::Serverless-2016-10-31",
            "\t",
            ": ",
            "- ",
            "{{",
            "'",
            "@");

    static final List<String> POLICY_TOKENS = List.of(
            "\"NotAction\"",
            "\"NotResource\"",
            "\"NotPrincipal\"",
            "\"ForAnyValue:StringLike\"",
            "\"IpAddress\"",
            "\"NumericLessThanIfExists\"",
            "\"DateGreaterThan\"",
            "\"ArnLike\"",
            "\"Null\"",
            "\"BinaryEquals\"",
            "${aws:username}",
            "${aws:PrincipalTag/x, 'd'}",
            "${*}",
            "*?*?*?*",
            "arn:aws:s3:::",
            "\"Federated\"",
            "aws:SourceIp",
            "\"10.0.0.0/99\"",
            "\"2012-10-17\"",
            "\"Sid\"",
            "\"Condition\":{",
            "[[",
            "null");

    private Grammars() {}

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String one(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    static byte[] expression(Random random) {
        return bytes(
                switch (random.nextInt(4)) {
                    case 0 -> one(random, "a, b.c[0]", "#a, #b.x", "a.b.c.d[1][2]", "a");
                    case 1 -> update(random);
                    case 2 ->
                        "#a = :a"
                                + one(random, "", " AND b > :n", " AND begins_with(b, :a)", " and b BETWEEN :a AND :n");
                    default -> condition(random, 0);
                });
    }

    private static String operand(Random random) {
        return one(random, "a", "#a", "b.c[3]", "#b[0].x", ":a", ":n", "size(a)", "size(#b.c)");
    }

    private static String condition(Random random, int depth) {
        if (depth > 4) {
            return "a = :a";
        }
        return switch (random.nextInt(9)) {
            case 0 -> "(" + condition(random, depth + 1) + ")";
            case 1 -> "NOT " + condition(random, depth + 1);
            case 2, 3 ->
                condition(random, depth + 1) + one(random, " AND ", " OR ", " and ") + condition(random, depth + 1);
            case 4 -> operand(random) + " BETWEEN " + operand(random) + " AND " + operand(random);
            case 5 -> operand(random) + " IN (" + operand(random) + ", :a)";
            case 6 -> one(random, "attribute_exists(a)", "attribute_not_exists(#b.c)", "attribute_type(a, :a)");
            case 7 -> one(random, "begins_with(a, :a)", "contains(#b, :n)", "contains(b.c[0], a)");
            default -> operand(random) + one(random, " = ", " <> ", " < ", ">", " <= ", ">=") + operand(random);
        };
    }

    private static String update(Random random) {
        StringBuilder text = new StringBuilder();
        text.append(one(
                random, "SET b = :n", "SET #b = if_not_exists(#b, :n) + :n, c.d = :a", "SET l = list_append(:l, l)"));
        text.append(one(random, "", " REMOVE d, e[0]", " ADD n :n", " DELETE s :a"));
        return text.toString();
    }

    static byte[] pattern(Random random) {
        return bytes(
                switch (random.nextInt(4)) {
                    case 0 -> one(random, "ERROR", "?a ?\"b c\" -d", "\"x y\" -\"z\"", "", "%a[bc]+%");
                    case 1 -> "{ " + json(random, 0) + " }";
                    case 2 ->
                        one(random, "[a, b]", "[ip, user = *x*, ..., status = 4*, size > 10]", "[w1=%x%, w2!=\"a\"]");
                    default -> one(random, "a", "-a", "a b c");
                });
    }

    private static String json(Random random, int depth) {
        if (depth < 3 && random.nextInt(3) == 0) {
            return "(" + json(random, depth + 1) + ") " + one(random, "&&", "||") + " (" + json(random, depth + 1)
                    + ")";
        }
        return one(random, "$.a.b[0]", "$.a", "$.x.*", "$.[0]")
                + one(
                        random,
                        " = \"x*\"",
                        " != 1",
                        " > 1.5e3",
                        " IS NULL",
                        " NOT EXISTS",
                        " = %x+%",
                        " IS TRUE",
                        " <= 0");
    }

    static byte[] template(Random random) {
        StringBuilder text = new StringBuilder("AWSTemplateFormatVersion: '2010-09-09'\n");
        if (random.nextBoolean()) {
            text.append("Transform: AWS::Serverless-2016-10-31\n");
        }
        text.append("Parameters:\n  P:\n    Type: ").append(one(random, "String", "Number", "CommaDelimitedList"));
        text.append("\n    Default: '1'\nConditions:\n  C: !Equals [!Ref P, 1]\nMappings:\n  M:\n    a:\n      b: c\n");
        text.append("Resources:\n");
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            text.append("  R").append(i).append(":\n    Type: ");
            text.append(one(
                    random,
                    "AWS::S3::Bucket",
                    "AWS::Logs::LogGroup",
                    "AWS::IAM::Role",
                    "AWS::Serverless::Function",
                    "AWS::DynamoDB::Table",
                    "AWS::Serverless::HttpApi",
                    "AWS::Serverless::SimpleTable"));
            text.append("\n    Condition: C\n    Properties:\n      ");
            text.append(one(random, "BucketName", "LogGroupName", "RoleName", "Handler", "TableName", "Tags"))
                    .append(": ");
            text.append(one(
                    random,
                    "!Sub '${P}-x'",
                    "!Ref P",
                    "!GetAtt R0.Arn",
                    "!If [C, a, !Ref AWS::NoValue]",
                    "!Join ['-', [a, !Ref P]]",
                    "!FindInMap [M, a, b]",
                    "{\"Fn::Select\": [0, !Split [',', 'a,b']]}",
                    "!Cidr [10.0.0.0/16, 3, 8]",
                    "[1, {a: b}]",
                    "|\n        x\n        y"));
            text.append('\n');
        }
        text.append("Outputs:\n  O:\n    Value: !Ref R0\n");
        return bytes(text.toString());
    }

    static byte[] policy(Random random) {
        String condition = one(
                random,
                "",
                ",\"Condition\":{\"StringLike\":{\"aws:username\":[\"a*\",\"${aws:username}\"]}}",
                ",\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\"10.0.0.0/8\"},\"Bool\":{\"aws:SecureTransport\":\"true\"}}",
                ",\"Condition\":{\"ForAllValues:StringEqualsIfExists\":{\"aws:TagKeys\":[\"a\"]}}",
                ",\"Condition\":{\"DateLessThan\":{\"aws:CurrentTime\":\"2030-01-01T00:00:00Z\"}}");
        String principal = one(
                random,
                "",
                ",\"Principal\":\"*\"",
                ",\"Principal\":{\"AWS\":\"000000000000\"}",
                ",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"}");
        String resource = one(
                random,
                ",\"Resource\":\"*\"",
                ",\"Resource\":[\"arn:aws:s3:::fuzz-bucket\",\"arn:aws:s3:::fuzz-bucket/*\"]",
                "");
        return bytes("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"A\",\"Effect\":\""
                + one(random, "Allow", "Deny")
                + "\",\"Action\":" + one(random, "\"s3:*\"", "[\"s3:Get*\",\"s3:List?ucket\"]", "\"sts:AssumeRole\"")
                + principal + resource + condition + "}]}");
    }

    static byte[] zip(Random random) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = random.nextInt(4); i >= 0; i--) {
                zip.putNextEntry(new ZipEntry(one(random, "index.py", "a/b/c.txt", "x/", "lib/y.so") + i));
                zip.write(bytes(one(random, "def handler(e, c):\n  return 1\n", "", "x".repeat(3000))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] json(Random random) {
        StringBuilder out = new StringBuilder();
        json(random, out, 0);
        return bytes(out.toString());
    }

    private static void json(Random random, StringBuilder out, int depth) {
        switch (random.nextInt(depth > 4 ? 5 : 8)) {
            case 0 -> out.append(random.nextLong());
            case 1 -> out.append(one(random, "1.5e3", "-0.0", "1E-7", "0", "123456789012345678901234567890"));
            case 2 -> out.append(one(random, "true", "false", "null"));
            case 3, 4 -> out.append(one(random, "\"\"", "\"a\\u00e9\\n\"", "\"\\ud83d\\ude00\"", "\"\u00e4\u20ac\""));
            case 5, 6 -> {
                out.append('{');
                for (int i = random.nextInt(4); i > 0; i--) {
                    out.append("\"k").append(i).append("\" : ");
                    json(random, out, depth + 1);
                    out.append(i > 1 ? "," : "");
                }
                out.append('}');
            }
            default -> {
                out.append('[');
                for (int i = random.nextInt(4); i > 0; i--) {
                    json(random, out, depth + 1);
                    out.append(i > 1 ? ", " : "");
                }
                out.append(']');
            }
        }
    }
}
