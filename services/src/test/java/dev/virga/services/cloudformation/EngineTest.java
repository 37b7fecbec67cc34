package dev.virga.services.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.api.cloudformation.CreateStackInput;
import dev.virga.api.cloudformation.DeleteStackInput;
import dev.virga.api.cloudformation.Stack;
import dev.virga.api.cloudformation.StackEvent;
import dev.virga.api.cloudformation.UpdateTerminationProtectionInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stacks of things whose behaviour a test decides.
class EngineTest {
    @TempDir
    Path folder;

    private final ThingType type = new ThingType();
    private StackFixture fixture;

    @BeforeEach
    void open() throws IOException {
        fixture = new StackFixture(folder, List.of(type));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static String template(String... resources) {
        return "Resources:\n  " + String.join("\n  ", resources) + "\n";
    }

    private static String thing(String id, String properties) {
        return id + ": {Type: 'Test::Thing', Properties: {" + properties + "}}";
    }

    private List<String> statuses(String stack, String logicalId) {
        return fixture.events(stack).reversed().stream()
                .filter(event -> event.logicalResourceId().equals(logicalId))
                .map(StackEvent::resourceStatus)
                .toList();
    }

    @Test
    void resourcesAreMadeAfterThoseThatTheyUseAndDeletedBefore() {
        fixture.create(
                "s",
                template(
                        thing("C", "Size: !GetAtt B.Label"),
                        thing("B", "Size: !Sub 'x${A}'"),
                        thing("A", "Size: 1"),
                        "D: {Type: 'Test::Thing', DependsOn: [C]}"));
        String id = fixture.settled("s").stackId();
        assertThat(fixture.stack("s").stackStatus()).isEqualTo("CREATE_COMPLETE");
        assertThat(type.deeds).containsExactly("create A", "create B", "create C", "create D");
        assertThat(statuses("s", "A")).containsExactly("CREATE_IN_PROGRESS", "CREATE_COMPLETE");
        assertThat(statuses("s", "s")).containsExactly("CREATE_IN_PROGRESS", "CREATE_COMPLETE");
        type.deeds.clear();
        fixture.delete("s");
        assertThat(fixture.settled(id).stackStatus()).isEqualTo("DELETE_COMPLETE");
        assertThat(type.deeds).containsExactly("delete D", "delete C", "delete B", "delete A");
        assertThatThrownBy(() -> fixture.stack("s")).hasMessage("Stack with id s does not exist");
    }

    @Test
    void aFailureTakesBackWhatWasMade() {
        fixture.create("s", template(thing("A", "Size: 1"), thing("B", "Fails: !Ref A")));
        Stack stack = fixture.settled("s");
        assertThat(stack.stackStatus()).isEqualTo("ROLLBACK_COMPLETE");
        assertThat(type.things).isEmpty();
        assertThat(fixture.events("s").stream()
                        .filter(event -> event.resourceStatus().equals("CREATE_FAILED"))
                        .map(StackEvent::resourceStatusReason))
                .containsExactly("no thing today (Status Code: 400; Error Code: ThingFailed)");
        assertThat(fixture.events("s").stream().map(StackEvent::resourceStatusReason))
                .contains("The following resource(s) failed to create: [B]. Rollback requested by user.");
        assertThatThrownBy(() -> fixture.update("s", template(thing("A", "Size: 1"))))
                .hasMessageContaining("is in ROLLBACK_COMPLETE state and can not be updated");
    }

    @Test
    void aFailureMayLeaveThingsOrDeleteTheStack() {
        String failing = template(thing("A", "Size: 1"), thing("B", "Fails: !Ref A"));
        CreateStackInput.Builder input = CreateStackInput.builder().templateBody(failing);
        fixture.call(
                CloudformationOps.CreateStack,
                input.stackName("left").disableRollback(true).build());
        assertThat(fixture.settled("left").stackStatus()).isEqualTo("CREATE_FAILED");
        assertThat(type.things).hasSize(1);
        String id = fixture.call(
                        CloudformationOps.CreateStack,
                        CreateStackInput.builder()
                                .templateBody(failing)
                                .stackName("gone")
                                .onFailure("DELETE")
                                .build())
                .stackId();
        assertThat(fixture.settled(id).stackStatus()).isEqualTo("DELETE_COMPLETE");
        assertThat(type.things).hasSize(1);
    }

    @Test
    void anUpdateChangesInPlaceReplacesAddsAndRemoves() {
        fixture.create(
                "s",
                template(
                        thing("Same", "Size: 1"),
                        thing("Grows", "Size: 1"),
                        thing("Other", "Kind: a"),
                        thing("Uses", "Size: !Ref Other"),
                        thing("Goes", "Size: 1")));
        fixture.settled("s");
        var before = fixture.resources("s");
        type.deeds.clear();
        fixture.update(
                "s",
                template(
                        thing("Same", "Size: 1"),
                        thing("Grows", "Size: 2"),
                        thing("Other", "Kind: b"),
                        thing("Uses", "Size: !Ref Other"),
                        thing("Comes", "Size: 1")));
        Stack stack = fixture.settled("s");
        assertThat(stack.stackStatus()).as(stack.stackStatusReason()).isEqualTo("UPDATE_COMPLETE");
        var after = fixture.resources("s");
        assertThat(after.keySet()).containsExactly("Comes", "Grows", "Other", "Same", "Uses");
        assertThat(after.get("Grows").physicalResourceId())
                .isEqualTo(before.get("Grows").physicalResourceId());
        assertThat(after.get("Other").physicalResourceId())
                .isNotEqualTo(before.get("Other").physicalResourceId());
        assertThat(type.things.get(after.get("Uses").physicalResourceId()))
                .isEqualTo(after.get("Other").physicalResourceId());
        assertThat(type.deeds)
                .containsExactlyInAnyOrder(
                        "update Grows", "create Other", "update Uses", "create Comes", "delete Goes", "delete Other");
        assertThat(type.things).hasSize(5);
        assertThatThrownBy(() -> fixture.update(
                        "s",
                        template(
                                thing("Same", "Size: 1"),
                                thing("Grows", "Size: 2"),
                                thing("Other", "Kind: b"),
                                thing("Uses", "Size: !Ref Other"),
                                thing("Comes", "Size: 1"))))
                .hasMessage("No updates are to be performed.");
    }

    @Test
    void aFailedUpdateRestoresEverything() {
        String good = template(thing("Grows", "Size: 1"), thing("Other", "Kind: a"), thing("Goes", "Size: 7"));
        fixture.create("s", good);
        fixture.settled("s");
        var before = fixture.resources("s");
        var things = List.copyOf(type.things.entrySet());
        fixture.update(
                "s",
                template(
                        thing("Grows", "Size: 2"),
                        thing("Other", "Kind: b"),
                        thing("Comes", "Size: 1"),
                        thing("Bad", "Fails: !Sub '${Grows}${Other}${Comes}'")));
        assertThat(fixture.settled("s").stackStatus()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(type.things.entrySet()).containsExactlyElementsOf(things);
        var after = fixture.resources("s");
        assertThat(after.keySet()).isEqualTo(before.keySet());
        after.forEach((id, resource) -> assertThat(resource.physicalResourceId())
                .isEqualTo(before.get(id).physicalResourceId()));
        fixture.update("s", template(thing("Grows", "Size: 3")));
        assertThat(fixture.settled("s").stackStatus()).isEqualTo("UPDATE_COMPLETE");
        assertThat(type.things).hasSize(1).containsValue("3");
    }

    @Test
    void aNameThatIsTakenIsNotTouched() {
        type.things.put("mine", "precious");
        fixture.create("s", template(thing("A", "Name: mine")));
        assertThat(fixture.settled("s").stackStatus()).isEqualTo("ROLLBACK_COMPLETE");
        assertThat(type.things).containsEntry("mine", "precious");
    }

    @Test
    void policiesKeepWhatTheyName() {
        String kept = "Kept: {Type: 'Test::Thing', DeletionPolicy: Retain, UpdateReplacePolicy: Retain,"
                + " Properties: {Kind: %s}}";
        fixture.create("s", template(kept.formatted("a"), thing("A", "Size: 1")));
        fixture.settled("s");
        fixture.update("s", template(kept.formatted("b"), thing("A", "Size: 1")));
        String id = fixture.settled("s").stackId();
        assertThat(type.things).hasSize(3);
        fixture.delete("s");
        fixture.settled(id);
        assertThat(type.things).hasSize(2);
        assertThat(statuses(id, "Kept")).endsWith("DELETE_SKIPPED");
    }

    @Test
    void aProtectedStackIsNotDeleted() {
        fixture.create("s", template(thing("A", "Size: 1")));
        fixture.settled("s");
        protect(true);
        assertThatThrownBy(() -> fixture.delete("s"))
                .hasMessage("Stack [s] cannot be deleted while TerminationProtection is enabled");
        protect(false);
        String id = fixture.stack("s").stackId();
        fixture.delete("s");
        assertThat(fixture.settled(id).stackStatus()).isEqualTo("DELETE_COMPLETE");
    }

    private void protect(boolean enable) {
        fixture.call(
                CloudformationOps.UpdateTerminationProtection,
                UpdateTerminationProtectionInput.builder()
                        .stackName("s")
                        .enableTerminationProtection(enable)
                        .build());
    }

    @Test
    void whatCannotBeDeletedIsNamed() {
        fixture.create("s", template(thing("A", "Stuck: 1"), thing("B", "Size: 1")));
        fixture.settled("s");
        fixture.delete("s");
        Stack stack = fixture.settled("s");
        assertThat(stack.stackStatus()).isEqualTo("DELETE_FAILED");
        assertThat(stack.stackStatusReason()).startsWith("The following resource(s) failed to delete: [A].");
        fixture.call(
                CloudformationOps.DeleteStack,
                DeleteStackInput.builder()
                        .stackName("s")
                        .retainResources(List.of("A"))
                        .build());
        assertThat(fixture.settled(stack.stackId()).stackStatus()).isEqualTo("DELETE_COMPLETE");
    }

    @Test
    void exportsAreUniqueAndStayWhileTheyAreUsed() {
        String exporting =
                template(thing("A", "Size: 1")) + "Outputs: {Name: {Value: !Ref A, Export: {Name: shared}}}\n";
        fixture.create("one", exporting);
        fixture.settled("one");
        fixture.create("two", exporting);
        assertThat(fixture.settled("two").stackStatus()).isEqualTo("ROLLBACK_COMPLETE");
        fixture.create("user", template(thing("B", "Size: !ImportValue shared")));
        assertThat(fixture.settled("user").stackStatus()).isEqualTo("CREATE_COMPLETE");
        fixture.delete("one");
        Stack kept = fixture.settled("one");
        assertThat(kept.stackStatus()).isEqualTo("DELETE_FAILED");
        assertThat(kept.stackStatusReason()).isEqualTo("Export shared cannot be deleted as it is in use by user");
        fixture.delete("user");
        fixture.settled(fixture.resources("user").get("B").stackId());
        fixture.delete("one");
        assertThat(fixture.settled(kept.stackId()).stackStatus()).isEqualTo("DELETE_COMPLETE");
    }

    @Test
    void aStackCanBeDeletedWhileItIsMade() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        type.before = deed -> {
            if (deed.equals("create A")) {
                begun.countDown();
                await(goOn);
            }
        };
        String id = fixture.create("s", template(thing("A", "Size: 1"), thing("B", "Size: !Ref A")));
        begun.await();
        fixture.delete("s");
        goOn.countDown();
        assertThat(fixture.settled(id).stackStatus()).isEqualTo("DELETE_COMPLETE");
        assertThat(type.things).isEmpty();
        assertThat(type.deeds).containsExactly("create A", "delete A");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aDeploymentGoesOnAfterACrash() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        type.before = hold("create B", reached, never);
        fixture.create("s", template(thing("A", "Size: 1"), thing("B", "Size: !Ref A"), thing("C", "Size: !Ref B")));
        reopen(reached, never);
        assertThat(fixture.settled("s").stackStatus()).isEqualTo("CREATE_COMPLETE");
        assertThat(type.deeds).containsExactly("create A", "create B", "create B", "create C");
        assertThat(type.things).hasSize(3);

        CountDownLatch updating = new CountDownLatch(1);
        CountDownLatch neither = new CountDownLatch(1);
        type.before = hold("update B", updating, neither);
        fixture.update("s", template(thing("A", "Kind: new"), thing("B", "Size: !Ref A"), thing("C", "Fails: !Ref B")));
        reopen(updating, neither);
        assertThat(fixture.settled("s").stackStatus()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(type.things).hasSize(3);
        assertThat(type.things.get(fixture.resources("s").get("B").physicalResourceId()))
                .isEqualTo(fixture.resources("s").get("A").physicalResourceId());
    }

    @Test
    void aServerThatStopsLeavesTheRestForTheNextStart() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        type.before = deed -> {
            if (deed.equals("create A")) {
                reached.countDown();
                await(goOn);
            }
        };
        fixture.create("s", template(thing("A", "Size: 1"), thing("B", "Size: !Ref A")));
        reached.await();
        Thread closing = Thread.startVirtualThread(fixture::close);
        while (closing.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        goOn.countDown();
        closing.join();
        assertThat(type.deeds).containsExactly("create A");
        fixture = new StackFixture(folder, List.of(type));
        assertThat(fixture.settled("s").stackStatus()).isEqualTo("CREATE_COMPLETE");
        assertThat(type.deeds).containsExactly("create A", "create B");
    }

    private static Consumer<String> hold(String deed, CountDownLatch reached, CountDownLatch never) {
        return each -> {
            if (each.equals(deed)) {
                reached.countDown();
                await(never);
                throw new IllegalStateException("killed");
            }
        };
    }

    /// The store closes under the deployment, as when the process is killed, and is opened again.
    private void reopen(CountDownLatch reached, CountDownLatch never) throws IOException, InterruptedException {
        reached.await();
        fixture.kill();
        type.before = each -> {};
        never.countDown();
        fixture = new StackFixture(folder, List.of(type));
    }
}
