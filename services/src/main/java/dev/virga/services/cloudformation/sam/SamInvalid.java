package dev.virga.services.cloudformation.sam;

/// One thing that is wrong in a serverless template, in SAM's words.
///
/// Never leaves the package: the transform gathers them, so that one attempt shows every mistake.
final class SamInvalid extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String subject;

    private SamInvalid(String subject, String message) {
        super(message, null, false, false);
        this.subject = subject;
    }

    /// What messages are sorted by: the logical id.
    String subject() {
        return subject;
    }

    static SamInvalid document(String message) {
        return new SamInvalid("", "Structure of the SAM template is invalid. " + message);
    }

    static SamInvalid globals(String message) {
        return new SamInvalid("", "'Globals' section is invalid. " + message);
    }

    static SamInvalid resource(String logicalId, String message) {
        return new SamInvalid(logicalId, "Resource with id [" + logicalId + "] is invalid. " + message);
    }

    static SamInvalid event(String functionId, String eventId, String message) {
        return resource(functionId, "Event with id [" + eventId + "] is invalid. " + message);
    }

    static SamInvalid duplicate(String ownerId, String logicalId, String type) {
        return new SamInvalid(
                ownerId,
                "Transforming resource with id [" + ownerId + "] attempts to create a new resource with"
                        + " id [" + logicalId + "] and type \"" + type
                        + "\". A resource with that id already exists within"
                        + " this template. Please use a different id for that resource.");
    }

    /// What SAM has and Virga does not have yet.
    static SamInvalid unsupported(String logicalId, String what) {
        return resource(logicalId, what + " is not supported by Virga yet.");
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
