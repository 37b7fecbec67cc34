package dev.virga.wire;

import java.util.List;

/// A request that was understood.
///
/// @param protocol the one that the client spoke, in which it expects its answer
/// @param input of the operation, not validated yet
/// @param unknownMembers how many members were skipped because the model does not have them
/// @param unknownNames the first few of them, as `Shape.member`
public record Decoded(Protocol protocol, Op<?, ?> op, Struct input, int unknownMembers, List<String> unknownNames) {}
