package dev.virga.app.deploy;

import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.api.cloudformation.CreateStackInput;
import dev.virga.api.cloudformation.DeleteStackInput;
import dev.virga.api.cloudformation.Stack;
import dev.virga.api.cloudformation.Tag;
import dev.virga.api.cloudformation.UpdateStackInput;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.Time;
import dev.virga.wire.AwsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Deploys as `sam deploy` would: builds, uploads code to a bucket, makes or updates the stack, and
/// tells each of its events. Uses the cloud's own operations only.
public final class StackDeployer implements Deployer {
    static final String FOLDER_TAG = "virga:folder";

    private static final List<String> TEMPLATES = List.of("template.yaml", "template.yml", "template.json");
    private static final List<String> CAPABILITIES =
            List.of("CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND");

    /// Bytes that CloudFormation takes in a request.
    private static final int MAX_TEMPLATE_BODY = 51_200;

    private static final int DELETE_ATTEMPTS = 4;
    private static final String NOTHING_CHANGED = "No updates are to be performed";

    private final Cloud cloud;
    private final Caller caller;
    private final String region;
    private final FunctionBuild build;
    private final CodeBucket bucket;
    private final StackEvents events;
    private final DeployedApps deployed;
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    /// @param endpoint where HTTP APIs answer for clients on this machine
    public StackDeployer(Cloud cloud, Caller caller, String region, String endpoint, Time time, FunctionBuild build) {
        this.cloud = cloud;
        this.caller = caller;
        this.region = region;
        this.build = build;
        bucket = new CodeBucket(cloud, caller, region);
        events = new StackEvents(cloud, caller, region, time);
        deployed = new DeployedApps(cloud, caller, region, endpoint);
    }

    @Override
    public App deploy(Path folder, String stack, Progress progress) throws DeployFailed {
        ReentrantLock lock = locks.computeIfAbsent(stack, name -> new ReentrantLock());
        if (!lock.tryLock()) {
            throw new DeployFailed("the stack " + stack + " is being deployed by another command");
        }
        try {
            String template = prepare(folder, progress);
            apply(stack, folder, template, progress);
            return deployed.app(stack);
        } finally {
            lock.unlock();
        }
    }

    /// The template with its code uploaded.
    private String prepare(Path folder, Progress progress) throws DeployFailed {
        Path file = TEMPLATES.stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new DeployFailed("there is none of " + TEMPLATES + " in " + folder));
        try {
            if (Files.size(file) > 4L * TemplateCode.MAX_TEMPLATE_CHARS) {
                throw new DeployFailed(file + " is too large for a template");
            }
            TemplateCode template = TemplateCode.read(String.valueOf(file.getFileName()), Files.readString(file));
            Map<TemplateCode.Reference, TemplateCode.Uploaded> uploaded = new LinkedHashMap<>();
            for (TemplateCode.Reference reference : template.references()) {
                uploaded.put(reference, upload(folder, reference, progress));
            }
            return template.with(uploaded);
        } catch (IOException e) {
            throw new DeployFailed(file + " cannot be deployed: " + e.getMessage(), e);
        }
    }

    private TemplateCode.Uploaded upload(Path folder, TemplateCode.Reference reference, Progress progress)
            throws IOException, DeployFailed {
        Path code = folder.resolve(reference.path()).normalize();
        if (!Files.exists(code)) {
            throw new DeployFailed(reference.owner() + ": there is no " + reference.path() + " in " + folder);
        }
        Path built = build.build(reference.owner(), code, reference.runtime(), progress);
        if (Files.isRegularFile(built)) {
            return bucket.upload(built, ".zip");
        }
        Path work = Files.createTempDirectory("virga-code");
        try {
            Path archive = work.resolve("code.zip");
            CodeArchive.pack(built, archive);
            return bucket.upload(archive, ".zip");
        } finally {
            Trees.delete(work);
        }
    }

    /// Where CloudFormation reads the template: one of the two is there.
    private record Source(@Nullable String body, @Nullable String url) {}

    /// Large templates go through a bucket, as with every client.
    private Source source(String template) throws DeployFailed {
        byte[] bytes = template.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MAX_TEMPLATE_BODY) {
            return new Source(template, null);
        }
        try {
            Path file = Files.createTempFile("virga-template", null);
            try {
                Files.write(file, bytes);
                TemplateCode.Uploaded uploaded = bucket.upload(file, ".template");
                return new Source(null, "https://s3.amazonaws.com/" + uploaded.bucket() + "/" + uploaded.key());
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new DeployFailed("the template cannot be uploaded: " + e.getMessage(), e);
        }
    }

    private void apply(String stack, Path folder, String template, Progress progress) throws DeployFailed {
        Stack before = deployed.stack(stack);
        if (before != null && before.stackStatus().equals("ROLLBACK_COMPLETE")) {
            // A stack whose creation failed can only be removed.
            remove(stack, progress);
            before = null;
        }
        List<Tag> tags =
                List.of(Tag.builder().key(FOLDER_TAG).value(folder.toString()).build());
        StackEvents.Mark mark = before == null ? StackEvents.Mark.BEGIN : events.mark(stack);
        Source source = source(template);
        try {
            if (before == null) {
                cloud.call(
                        caller,
                        region,
                        CloudformationOps.CreateStack,
                        CreateStackInput.builder()
                                .stackName(stack)
                                .templateBody(source.body())
                                .templateURL(source.url())
                                .capabilities(CAPABILITIES)
                                .tags(tags)
                                .build());
            } else {
                cloud.call(
                        caller,
                        region,
                        CloudformationOps.UpdateStack,
                        UpdateStackInput.builder()
                                .stackName(stack)
                                .templateBody(source.body())
                                .templateURL(source.url())
                                .capabilities(CAPABILITIES)
                                .tags(tags)
                                .build());
            }
        } catch (AwsException e) {
            if (String.valueOf(e.getMessage()).contains(NOTHING_CHANGED)) {
                progress.line("  nothing changed");
                return;
            }
            throw new DeployFailed(e.code() + ": " + e.getMessage(), e);
        }
        events.follow(stack, mark, progress);
        new PolicyWarnings(cloud, caller, region).tell(stack, progress);
    }

    @Override
    public void remove(String stack, Progress progress) throws DeployFailed {
        Stack before = deployed.stack(stack);
        if (before == null) {
            throw new DeployFailed("there is no stack " + stack);
        }
        // What is left of one kind of resource may hide another: a bucket goes after the roles.
        for (int attempt = 1; ; attempt++) {
            try {
                delete(before, progress);
                return;
            } catch (DeployFailed e) {
                if (attempt == DELETE_ATTEMPTS
                        || !new StackLeftovers(cloud, caller, region).clear(before.stackId(), progress)) {
                    throw e;
                }
            }
        }
    }

    private void delete(Stack stack, Progress progress) throws DeployFailed {
        StackEvents.Mark mark = events.mark(stack.stackName());
        cloud.call(
                caller,
                region,
                CloudformationOps.DeleteStack,
                DeleteStackInput.builder().stackName(stack.stackName()).build());
        events.follow(stack.stackId(), mark, progress);
    }

    @Override
    public List<App> apps() {
        return deployed.all();
    }
}
