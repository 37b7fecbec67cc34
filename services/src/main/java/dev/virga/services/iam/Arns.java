package dev.virga.services.iam;

/// ARNs of IAM's resources. Paths start and end with `/`.
final class Arns {
    private Arns() {}

    static String of(String account, String kind, String path, String name) {
        return "arn:aws:iam::" + account + ":" + kind + path + name;
    }
}
