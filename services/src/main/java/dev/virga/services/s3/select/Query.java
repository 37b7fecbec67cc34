package dev.virga.services.s3.select;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A whole SELECT.
///
/// @param columns empty for `*`
/// @param from steps after `S3Object`
/// @param alias by which expressions mean the record
/// @param limit null for none
/// @param aggregates that the columns use, by their slots; with one the answer is one record
/// @param paths every place that the query looks at, without the alias
record Query(
        List<Column> columns,
        List<Step> from,
        Step.Name alias,
        @Nullable Expr where,
        @Nullable Long limit,
        List<Expr.Aggregate> aggregates,
        List<Expr.Path> paths) {
    /// @param name in the answer
    record Column(Expr value, String name) {}
}
