package dev.virga.services.cloudformation;

import dev.virga.kernel.Call;

/// Whose stacks are meant.
record Place(String account, String region) {
    static Place of(Call call) {
        return new Place(call.account(), call.region());
    }

    String stackArn(String name, String uuid) {
        return "arn:aws:cloudformation:" + region + ":" + account + ":stack/" + name + "/" + uuid;
    }

    String changeSetArn(String name, String uuid) {
        return "arn:aws:cloudformation:" + region + ":" + account + ":changeSet/" + name + "/" + uuid;
    }
}
