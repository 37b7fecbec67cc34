package dev.virga.services.cloudformation;

/// `AWS::CloudFormation::WaitConditionHandle`: something that is there and does nothing, which
/// templates use as a placeholder. There is no address that could be signalled.
final class WaitConditionHandleResource implements ResourceType {
    private static final Schema SCHEMA = new Schema("");

    @Override
    public String name() {
        return "AWS::CloudFormation::WaitConditionHandle";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public Made create(Deed deed, Properties properties) {
        return Made.of(deed.name(), properties);
    }

    @Override
    public Made update(Deed deed, Made before, Properties properties) {
        return before;
    }

    @Override
    public void delete(Deed deed, Made made) {
        // Nothing was made.
    }
}
