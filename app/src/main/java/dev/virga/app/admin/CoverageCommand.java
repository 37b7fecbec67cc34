package dev.virga.app.admin;

import dev.virga.kernel.Directory;
import dev.virga.kernel.Service;
import dev.virga.kernel.UnknownMembers;
import dev.virga.wire.Json;
import dev.virga.wire.Model;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `virga coverage`: how many operations of each model are there; with `unknown`, what clients sent
/// that the models do not have.
record CoverageCommand(Directory directory, UnknownMembers unknown) implements Command {
    @Override
    public int run(Asked asked, TextStream out) {
        return asked.text("unknown").isEmpty() ? operations(asked, out) : unknown(asked, out);
    }

    private int unknown(Asked asked, TextStream out) {
        List<UnknownMembers.Seen> seen = unknown.seen();
        if (asked.json()) {
            List<Map<String, Object>> members = new ArrayList<>();
            for (UnknownMembers.Seen one : seen) {
                Map<String, Object> member = new LinkedHashMap<>();
                member.put("operation", one.operation());
                member.put("member", one.member());
                if (!one.value().isEmpty()) {
                    member.put("value", one.value());
                }
                member.put("fate", fate(one));
                member.put("requests", one.requests());
                members.add(member);
            }
            out.line(Json.write(Map.of("members", members, "others", unknown.others())));
            return 0;
        }
        if (seen.isEmpty()) {
            out.line("Since its start the server has met no member and no value that its models do not have.");
        }
        for (UnknownMembers.Seen one : seen) {
            String what = one.value().isEmpty() ? one.member() : one.member() + "=" + one.value();
            out.line(String.format("%-40s %-60s %-8s %8d", one.operation(), what, fate(one), one.requests()));
        }
        if (unknown.others() > 0) {
            out.line("and " + unknown.others() + " more, without their names");
        }
        return 0;
    }

    private static String fate(UnknownMembers.Seen one) {
        return one.fate().name().toLowerCase(Locale.ROOT);
    }

    private int operations(Asked asked, TextStream out) {
        List<Model> models = new ArrayList<>();
        for (Service service : directory.services()) {
            models.add(service.model());
        }
        models.sort(Comparator.comparing(Model::serviceId));
        Map<String, Object> json = new LinkedHashMap<>();
        int all = 0;
        int there = 0;
        for (Model model : models) {
            List<String> missing = new ArrayList<>();
            for (Op<?, ?> op : model.ops().values()) {
                if (!directory.has(op)) {
                    missing.add(op.name());
                }
            }
            int total = model.ops().size();
            int done = total - missing.size();
            all += total;
            there += done;
            json.put(
                    model.signingName(),
                    Map.of("service", model.serviceId(), "implemented", done, "total", total, "missing", missing));
            if (!asked.json()) {
                out.line(
                        String.format("%-24s %4d / %-4d %3d %%", model.serviceId(), done, total, percent(done, total)));
            }
        }
        out.line(
                asked.json()
                        ? Json.write(json)
                        : String.format("%-24s %4d / %-4d %3d %%", "all", there, all, percent(there, all)));
        return 0;
    }

    private static int percent(int part, int whole) {
        return whole == 0 ? 0 : part * 100 / whole;
    }
}
