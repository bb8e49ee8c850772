using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>Whether a query is one that a database answers.</summary>
internal static class Queries
{
    private static readonly string[] s_providers = ["Microsoft.EntityFrameworkCore.DbContext", "System.Data.Entity.DbContext", "NHibernate.ISession", "LinqToDB.Data.DataConnection", "Marten.IDocumentSession"];

    /// <summary>Whether a call of LINQ asks a database: its source is an <c>IQueryable</c> that was not made of a collection, and there is a provider at all.</summary>
    public static bool IsOfDatabase(IOperation call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return call is IInvocationOperation { Arguments: { Length: > 0 } arguments } && IsDatabaseQuery(arguments[0].Value);
    }

    /// <summary>Whether enumerating a value asks a database, as <c>foreach</c> over a <c>DbSet</c> does.</summary>
    public static bool IsDatabaseQuery(IOperation source)
    {
        var value = Unconverted.Of(source);
        return value.Type is { } type && IsQueryable(type) && value.SemanticModel is { Compilation: var compilation }
            && s_providers.Any(name => compilation.GetTypeByMetadataName(name) is not null) && !IsOfCollection(value);
    }

    private static bool IsQueryable(ITypeSymbol type) => type.Name == "IQueryable" || type.AllInterfaces.Any(static face => face.Name == "IQueryable");

    /// <summary>Whether a query was made by <c>AsQueryable</c>, directly or under other operators.</summary>
    private static bool IsOfCollection(IOperation value)
    {
        // Limit: operators and variables of one query.
        for (var depth = 0; depth < 32; depth++)
        {
            switch (Unconverted.Of(value))
            {
                case IInvocationOperation { TargetMethod: { Name: "AsQueryable", ContainingType.Name: "Queryable" }, Arguments: [var source, ..] }:
                    return Unconverted.Of(source.Value).Type is { } type && !IsQueryable(type);

                case IInvocationOperation { TargetMethod.IsStatic: true, Arguments: [var first, ..] }:
                    value = first.Value;
                    continue;

                case ILocalReferenceOperation local when Writes.Of(local) is [{ } only]:
                    value = only;
                    continue;

                default:
                    return false;
            }
        }

        return false;
    }
}
