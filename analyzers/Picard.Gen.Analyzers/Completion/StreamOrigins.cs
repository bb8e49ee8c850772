using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>
/// Says whether a stream, reader or writer has its bytes in memory, by what is written to the variable that it is in: everything that is, must be.
/// A type says it at once; what is around a stream, as a <c>GZipStream</c>, says what the stream says.
/// </summary>
internal static class StreamOrigins
{
    // Limit: variables, wrappers and methods between a use and where the stream is made; real code has three or four.
    private const int MaxDepth = 10;

    private static readonly HashSet<string> s_memory = new(StringComparer.Ordinal)
    {
        "System.IO.MemoryStream", "System.IO.UnmanagedMemoryStream", "System.IO.StringReader", "System.IO.StringWriter", "System.Xml.XmlNodeReader", "System.Data.DataTableReader",
        "System.Text.StringBuilder",
    };

    private static readonly HashSet<string> s_slow = new(StringComparer.Ordinal)
    {
        "System.IO.FileStream", "System.Net.Sockets.NetworkStream", "System.Net.Security.AuthenticatedStream", "System.IO.Pipes.PipeStream", "System.Net.Quic.QuicStream",
        "System.Data.Common.DbDataReader",
    };

    /// <summary>Types that make something slow of a path: <c>new StreamReader("a.txt")</c>.</summary>
    private static readonly HashSet<string> s_ofPaths = new(StringComparer.Ordinal) { "StreamReader", "StreamWriter", "XmlTextReader", "XmlTextWriter", "XmlReader", "XmlWriter" };

    public static Origin Of(IOperation value, CancellationToken cancellationToken) => Of(value, 0, cancellationToken);

    private static Origin Of(IOperation value, int depth, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        value = Unconverted.Of(value);
        if (depth > MaxDepth || value.Type is null)
        {
            return Origin.Unknown;
        }

        var byType = OfType(value.Type);
        if (byType.Kind != OriginKind.Unknown)
        {
            return byType;
        }

        Origin Inner(IOperation inner) => Of(inner, depth + 1, cancellationToken);
        return value switch
        {
            ILocalReferenceOperation local => Writes.Of(local, local.Local) is null && Looped(local) is { } items ? Inner(items) : OfWrites(Writes.Of(local, local.Local), Inner),
            IParameterReferenceOperation parameter => Writes.Of(parameter, parameter.Parameter) is null ? new Origin(OriginKind.Unknown, parameter.Parameter) : Origin.Unknown,
            IFieldReferenceOperation field => OfField(field, Inner),
            IPropertyReferenceOperation property => OfProperty(property, Inner),
            IObjectCreationOperation creation => OfCreation(creation, Inner),
            IInvocationOperation invocation => OfInvocation(invocation, Inner),
            IAwaitOperation { Operation: IInvocationOperation invocation } => OfInvocation(invocation, Inner),
            IConditionalOperation { WhenFalse: { } whenFalse } conditional => Inner(conditional.WhenTrue).Or(Inner(whenFalse)),
            ICoalesceOperation coalesce => Inner(coalesce.Value).Or(Inner(coalesce.WhenNull)),
            ISwitchExpressionOperation { Arms: { Length: > 0 } arms } => arms.Select(arm => Inner(arm.Value)).Aggregate(static (a, b) => a.Or(b)),
            ISimpleAssignmentOperation assignment => Inner(assignment.Value),
            IConditionalAccessOperation access => Inner(access.WhenNotNull),
            IConditionalAccessInstanceOperation instance => Places.AccessedBy(instance) is { } accessed ? Inner(accessed) : Origin.Unknown,
            _ => Origin.Unknown,
        };
    }

    /// <summary>What a loop takes its variable from; null: it is none of a loop.</summary>
    private static IOperation? Looped(ILocalReferenceOperation local)
    {
        for (var at = local.Parent; at is not null; at = at.Parent)
        {
            if (at is IForEachLoopOperation loop && loop.Locals.Contains(local.Local))
            {
                return loop.Collection;
            }
        }

        return null;
    }

    private static Origin OfType(ITypeSymbol type)
    {
        for (var current = type as INamedTypeSymbol; current is not null; current = current.BaseType)
        {
            if (s_memory.Contains(MetadataNames.Of(current)))
            {
                return Origin.Memory;
            }

            if (s_slow.Contains(MetadataNames.Of(current)))
            {
                return Origin.Slow;
            }
        }

        return Origin.Unknown;
    }

    private static Origin OfWrites(IEnumerable<IOperation?>? values, Func<IOperation, Origin> inner)
    {
        Origin? all = null;
        foreach (var value in values ?? [])
        {
            // Null says nothing of the stream that is there when it is used.
            if (value is not null && Unconverted.Of(value) is ({ ConstantValue: { HasValue: true, Value: null } } or IDefaultValueOperation))
            {
                continue;
            }

            var origin = value is null ? Origin.Unknown : inner(value);
            all = all is { } before ? before.Or(origin) : origin;
        }

        return all ?? Origin.Unknown;
    }

    private static Origin OfField(IFieldReferenceOperation reference, Func<IOperation, Origin> inner)
    {
        var field = reference.Field;
        if (field is { IsStatic: true, Name: "Null" })
        {
            return Origin.Memory;
        }

        // Others may write to what they can see; a parameter of the constructor that is written says nothing here.
        return field.IsReadOnly || field.DeclaredAccessibility == Accessibility.Private ? OfWrites(Writes.OfField(field, reference), inner) with { Parameter = null } : Origin.Unknown;
    }

    private static Origin OfProperty(IPropertyReferenceOperation reference, Func<IOperation, Origin> inner)
    {
        switch (reference.Property.Name)
        {
            case "BaseStream" when reference.Instance is { } instance:
                return inner(instance);

            // Entries of an archive are read from where the archive is.
            case "Entries" or "Archive" when reference.Instance is { } archive && reference.Property.ContainingType.Name is "ZipArchive" or "ZipArchiveEntry":
                return inner(archive);

            case "this[]" when reference is { Instance: { } entries, Type.Name: "ZipArchiveEntry" }:
                return inner(entries);

            case "StandardOutput" or "StandardError" or "StandardInput" when reference.Property.ContainingType.Name == "Process":
            case "Body" when reference.Property.ContainingType.Name is "HttpRequest" or "HttpResponse":
                return Origin.Slow;

            default:
                return reference.Property.IsReadOnly && Writes.InitializerOf(reference.Property, reference) is { } initializer ? inner(initializer) with { Parameter = null } : Origin.Unknown;
        }
    }

    private static Origin OfCreation(IObjectCreationOperation creation, Func<IOperation, Origin> inner)
    {
        // A class of the user's own may do anything with the stream that it gets; its code is there to be read.
        if (creation.Type is not { } type || !type.DeclaringSyntaxReferences.IsEmpty)
        {
            return Origin.Unknown;
        }

        return OfFirst(type, creation.Arguments, inner);
    }

    private static Origin OfFirst(ITypeSymbol made, IEnumerable<IArgumentOperation> arguments, Func<IOperation, Origin> inner)
    {
        foreach (var argument in arguments)
        {
            if (Unconverted.Of(argument.Value).Type is not { } type)
            {
                continue;
            }

            if (type.SpecialType == SpecialType.System_String)
            {
                return s_ofPaths.Contains(made.Name) ? Origin.Slow : Origin.Unknown;
            }

            if (type.Name is "StringBuilder" or "IBufferWriter" or "ArrayBufferWriter" || type is IArrayTypeSymbol)
            {
                return Origin.Memory;
            }

            // A pipe's writer takes what is written into memory; its FlushAsync is what waits.
            if (type.Name == "PipeWriter")
            {
                return made.Name == "Utf8JsonWriter" ? Origin.Memory : inner(argument.Value);
            }

            if (Streams.Is(type) || type.Name == "FileInfo")
            {
                return inner(argument.Value);
            }
        }

        return Origin.Unknown;
    }

    private static Origin OfInvocation(IInvocationOperation invocation, Func<IOperation, Origin> inner)
    {
        var method = invocation.TargetMethod;
        switch (method.ContainingType?.Name, method.Name)
        {
            case ("File" or "FileInfo", _):
            case ("Console", "OpenStandardInput" or "OpenStandardOutput" or "OpenStandardError"):
                return Origin.Slow;

            case ("ZipFile", _):
                return Origin.Slow;

            case ("ZipArchive", "CreateEntry" or "GetEntry") or ("ZipArchiveEntry", "Open" or "OpenAsync") when invocation.Instance is { } archive:
                return inner(archive);

            case ("Enumerable", _) when invocation.Type?.Name == "ZipArchiveEntry":
                return inner(invocation.Arguments[0].Value);

            case ("Assembly", "GetManifestResourceStream"):
            case ("XNode" or "XDocument" or "XElement" or "XContainer", "CreateReader" or "CreateWriter"):
                return Origin.Memory;

            case ("XmlReader" or "XmlWriter" or "PipeReader" or "PipeWriter" or "SseParser" or "Stream" or "TextReader" or "TextWriter", "Create" or "Synchronized"):
                return OfFirst(method.ReturnType, invocation.Arguments, inner);

            case ("XmlDictionaryReader" or "XmlDictionaryWriter" or "JsonReaderWriterFactory", _):
                return OfFirst(method.ReturnType, invocation.Arguments, inner);

            case ("PipeReader" or "PipeWriter", "AsStream") when invocation.Instance is { } instance:
                return inner(instance);

            default:
                var results = Returned.By(method, invocation);
                return results is null ? Origin.Unknown : OfWrites(results, inner) with { Parameter = null };
        }
    }
}
