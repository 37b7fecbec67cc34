package dev.virga.services.cloudformation;

import dev.virga.wire.AwsException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// `Test::Thing`: a resource type for tests of the engine. The things outlive the server, as those
/// of a service do.
final class ThingType implements ResourceType {
    private static final Schema SCHEMA = new Schema("Name! Size Kind! Fails Tags Stuck");

    /// Names of the things there are, with their sizes.
    final Map<String, String> things = Collections.synchronizedMap(new TreeMap<>());

    /// What was done, in its order.
    final List<String> deeds = Collections.synchronizedList(new ArrayList<>());

    /// Runs before each deed.
    volatile Consumer<String> before = deed -> {};

    @Override
    public String name() {
        return "Test::Thing";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public NameRule naming() {
        return new NameRule("Name", 40, false);
    }

    @Override
    public TagForm tagging() {
        return TagForm.LIST;
    }

    @Override
    public boolean taken(Deed deed, Properties properties) {
        return things.containsKey(properties.required("Name"));
    }

    private void begin(Deed deed, String verb) {
        deeds.add(verb + " " + deed.logicalId());
        before.accept(verb + " " + deed.logicalId());
    }

    private static void fail(Properties properties) {
        if (properties.has("Fails")) {
            throw new AwsException("ThingFailed", 400, "no thing today");
        }
    }

    @Override
    public Made create(Deed deed, Properties properties) {
        begin(deed, "create");
        fail(properties);
        String name = properties.required("Name");
        if (things.putIfAbsent(name, properties.text("Size", "")) != null && !deed.again()) {
            throw new AwsException("ThingThere", 409, name + " is there");
        }
        return Made.of(name, properties).with("Label", "label of " + name);
    }

    @Override
    public Made update(Deed deed, Made before, Properties properties) {
        begin(deed, "update");
        fail(properties);
        things.put(before.physicalId(), properties.text("Size", ""));
        return before;
    }

    @Override
    public void delete(Deed deed, Made made) {
        begin(deed, "delete");
        if (new Properties(made.properties()).has("Stuck")) {
            throw new AwsException("ThingStuck", 400, "it will not go");
        }
        things.remove(made.physicalId());
    }
}
