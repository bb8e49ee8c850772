using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>Which streams, readers and writers a call works on.</summary>
internal static class Streams
{
    private static readonly HashSet<string> s_types = new(StringComparer.Ordinal)
    {
        "System.IO.Stream", "System.IO.TextReader", "System.IO.TextWriter", "System.IO.BinaryReader", "System.IO.BinaryWriter", "System.Xml.XmlReader", "System.Xml.XmlWriter",
        "System.Text.Json.Utf8JsonWriter", "System.Formats.Tar.TarReader", "System.Formats.Tar.TarWriter", "System.IO.Compression.ZipArchive", "System.Net.ServerSentEvents.SseParser`1",
        "Microsoft.AspNetCore.WebUtilities.FormReader", "Newtonsoft.Json.JsonReader", "Newtonsoft.Json.JsonWriter", "System.IO.Pipelines.PipeReader", "System.IO.Pipelines.PipeWriter",
        "System.Data.IDataReader",
    };

    /// <summary>Where the streams of a call come from: its receiver and its arguments, together.</summary>
    public static Origin OriginOf(IOperation call, CancellationToken cancellationToken)
    {
        if (call is IArgumentOperation single)
        {
            return StreamOrigins.Of(single.Value, cancellationToken);
        }

        var (instance, arguments) = call switch
        {
            IInvocationOperation invocation => (invocation.Instance, invocation.Arguments),
            IObjectCreationOperation creation => (null, creation.Arguments),
            IPropertyReferenceOperation property => (property.Instance, property.Arguments),
            _ => (null, []),
        };

        Origin? origin = null;
        if (instance is { Type: { } type } && (Is(type) || instance is IInstanceReferenceOperation))
        {
            origin = StreamOrigins.Of(instance, cancellationToken);
        }

        foreach (var argument in arguments)
        {
            if (argument.Parameter is { Type: { } parameterType } && Is(parameterType))
            {
                var other = StreamOrigins.Of(argument.Value, cancellationToken);
                origin = origin is { } first ? first.Or(other) : other;
            }
        }

        return origin ?? Origin.Unknown;
    }

    /// <summary>Whether a type is one whose calls wait for bytes.</summary>
    public static bool Is(ITypeSymbol type)
    {
        for (var current = type as INamedTypeSymbol; current is not null; current = current.BaseType)
        {
            if (s_types.Contains(MetadataNames.Of(current)))
            {
                return true;
            }
        }

        return false;
    }
}
