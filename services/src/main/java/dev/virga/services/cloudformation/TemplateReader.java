package dev.virga.services.cloudformation;

import dev.virga.wire.AwsException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads a template's text, YAML or JSON, into a tree that remembers where everything stood.
///
/// Works on the parser's events, so that nothing is built before the limits have been checked. For
/// one text, by one thread.
final class TemplateReader {
    /// Bytes of a template; CloudFormation's own limit for templates in S3.
    static final int MAX_BYTES = 1_000_000;

    /// Objects and lists inside each other.
    static final int MAX_DEPTH = 100;

    /// Scalars, lists and objects, those counted again which an alias repeats.
    static final int MAX_NODES = 200_000;

    private final Iterator<Event> events;
    private final String language;
    private final Map<Anchor, Node> anchors = new HashMap<>();
    private int nodes;

    /// A value and where it and its parts stand.
    private record Node(@Nullable Object value, Template.Mark mark, int size) {}

    private TemplateReader(Iterator<Event> events, String language) {
        this.events = events;
        this.language = language;
    }

    /// @throws AwsException ValidationError that names line and column
    static Template read(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw CfnErrors.validation("1 validation error detected: Value at 'templateBody' failed to satisfy"
                    + " constraint: Member must have length less than or equal to " + MAX_BYTES);
        }
        boolean json = text.stripLeading().startsWith("{");
        // JSON may be indented with tabs, which YAML forbids; inside a JSON text they cannot be.
        String yaml = json ? text.replace('\t', ' ') : text;
        String language = json ? "JSON" : "YAML";
        try {
            // One buffer for all of it: a smaller one is copied again for each piece of a long scalar.
            LoadSettings settings = LoadSettings.builder()
                    .setLabel("template")
                    .setBufferSize(yaml.length() + 1)
                    .build();
            return new TemplateReader(new Parse(settings).parseString(yaml).iterator(), language).document();
        } catch (MarkedYamlEngineException e) {
            throw malformed(language, e.getProblemMark().or(e::getContextMark), e.getProblem());
        } catch (YamlEngineException e) {
            throw malformed(language, Optional.empty(), e.getMessage());
        } catch (NoSuchElementException e) {
            throw malformed(language, Optional.empty(), "it ends too early");
        }
    }

    private static AwsException malformed(String language, Optional<Mark> mark, @Nullable String problem) {
        String place = mark.map(m -> Template.place(m.getLine() + 1, m.getColumn() + 1))
                .orElse("");
        String why = problem == null || problem.isEmpty() ? "" : ": " + problem;
        return CfnErrors.validation("Template format error: " + language + " not well-formed." + place + why);
    }

    private AwsException malformed(Event event, String problem) {
        return malformed(language, event.getStartMark(), problem);
    }

    private Template document() {
        Event event = events.next();
        while (event.getEventId() == Event.ID.StreamStart || event.getEventId() == Event.ID.DocumentStart) {
            event = events.next();
        }
        if (!(event instanceof MappingStartEvent)) {
            throw CfnErrors.validation("Template format error: unsupported structure.");
        }
        Node node = node(event, 0);
        while (events.hasNext()) {
            Event after = events.next();
            if (after.getEventId() == Event.ID.DocumentStart) {
                throw malformed(after, "a template is one document");
            }
        }
        return new Template(Template.map(node.value(), "Template format error: unsupported structure."), node.mark());
    }

    private Node node(Event event, int depth) {
        if (depth > MAX_DEPTH) {
            throw malformed(event, "nested more than " + MAX_DEPTH + " levels deep");
        }
        count(event, 1);
        Node node =
                switch (event) {
                    case ScalarEvent scalar -> scalar(scalar);
                    case SequenceStartEvent start -> sequence(start, depth);
                    case MappingStartEvent start -> mapping(start, depth);
                    case AliasEvent alias -> alias(alias);
                    default -> throw malformed(event, "unexpected " + event.getEventId());
                };
        if (!(event instanceof AliasEvent) && event instanceof NodeEvent named) {
            named.getAnchor().ifPresent(anchor -> anchors.put(anchor, node));
        }
        return node;
    }

    private void count(Event event, int more) {
        nodes += more;
        if (nodes > MAX_NODES) {
            throw malformed(event, "more than " + MAX_NODES + " values");
        }
    }

    /// The value that the anchor names. An anchor is known only when its value is complete, so that
    /// nothing can contain itself.
    private Node alias(AliasEvent alias) {
        Node node = alias.getAnchor().map(anchors::get).orElse(null);
        if (node == null) {
            throw malformed(alias, "undefined alias");
        }
        count(alias, node.size());
        return node;
    }

    private Node sequence(SequenceStartEvent start, int depth) {
        int before = nodes;
        List<@Nullable Object> list = new ArrayList<>();
        Map<String, Template.Mark> marks = new LinkedHashMap<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            Node item = node(event, depth + 1);
            marks.put(Integer.toString(list.size()), item.mark());
            list.add(item.value());
        }
        return tagged(start, start.getTag(), list, mark(start, marks), nodes - before + 1);
    }

    private Node mapping(MappingStartEvent start, int depth) {
        int before = nodes;
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        Map<String, Template.Mark> marks = new LinkedHashMap<>();
        Map<?, ?> merged = Map.of();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            if (!(event instanceof ScalarEvent key)) {
                throw malformed(event, "keys must be texts");
            }
            count(event, 1);
            Node value = node(events.next(), depth + 1);
            if (key.isPlain() && key.getValue().equals("<<")) {
                merged = merge(event, value);
                continue;
            }
            if (map.containsKey(key.getValue())) {
                throw malformed(event, "duplicate key " + key.getValue());
            }
            map.put(key.getValue(), value.value());
            marks.put(key.getValue(), mark(key, value.mark().children()));
        }
        merged.forEach((key, value) -> map.putIfAbsent(key.toString(), value));
        return tagged(start, start.getTag(), map, mark(start, marks), nodes - before + 1);
    }

    /// `<<: *defaults`, or a list of such.
    private Map<?, ?> merge(Event event, Node value) {
        Map<Object, Object> merged = new LinkedHashMap<>();
        for (Object part : Template.list(value.value())) {
            if (!(part instanceof Map<?, ?> map)) {
                throw malformed(event, "only objects can be merged");
            }
            count(event, map.size());
            map.forEach(merged::putIfAbsent);
        }
        return merged;
    }

    private Node scalar(ScalarEvent scalar) {
        String tag = scalar.getTag().orElse("");
        String text = scalar.getValue();
        Template.Mark mark = mark(scalar, Map.of());
        if (tag.isEmpty()) {
            return new Node(scalar.isPlain() ? PlainScalar.resolve(text) : text, mark, 1);
        }
        return switch (tag) {
            case "!", "tag:yaml.org,2002:str" -> new Node(text, mark, 1);
            case "tag:yaml.org,2002:int",
                    "tag:yaml.org,2002:float",
                    "tag:yaml.org,2002:bool",
                    "tag:yaml.org,2002:null" -> new Node(PlainScalar.resolve(text), mark, 1);
            default -> tagged(scalar, scalar.getTag(), text, mark, 1);
        };
    }

    /// Turns `!Sub x` into `{"Fn::Sub": x}`.
    private Node tagged(Event event, Optional<String> tag, Object value, Template.Mark mark, int size) {
        String name = tag.orElse("");
        if (name.isEmpty()
                || name.equals("!")
                || name.equals("tag:yaml.org,2002:map")
                || name.equals("tag:yaml.org,2002:seq")) {
            return new Node(value, mark, size);
        }
        String function = ShortForm.longName(name);
        if (function == null) {
            throw malformed(event, "unsupported tag " + name);
        }
        Object argument = value;
        if (name.equals("!GetAtt") && value instanceof String text && text.indexOf('.') > 0) {
            int dot = text.indexOf('.');
            argument = new ArrayList<>(List.of(text.substring(0, dot), text.substring(dot + 1)));
        }
        Map<String, @Nullable Object> call = new LinkedHashMap<>();
        call.put(function, argument);
        return new Node(call, new Template.Mark(mark.line(), mark.column(), Map.of(function, mark)), size + 1);
    }

    private static Template.Mark mark(Event event, Map<String, Template.Mark> children) {
        return event.getStartMark()
                .map(m -> new Template.Mark(m.getLine() + 1, m.getColumn() + 1, children))
                .orElse(new Template.Mark(0, 0, children));
    }
}
