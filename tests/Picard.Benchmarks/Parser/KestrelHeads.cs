using System.Buffers;
using Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http;

namespace Picard.Benchmarks;

/// <summary>Kestrel's parser, with a handler that takes every callback and keeps nothing: the least an application of it can cost.</summary>
internal sealed class KestrelHeads : IHeads
{
    private readonly HttpParser<Handler> _parser = new();

    public string Name => "Kestrel HttpParser";

    public int Parse(in ReadOnlySequence<byte> input, int count)
    {
        var handler = new Handler();
        for (var index = 0; index < count; index++)
        {
            var reader = new SequenceReader<byte>(input);
            if (!_parser.ParseRequestLine(handler, ref reader) || !_parser.ParseHeaders(handler, ref reader) || !reader.End)
            {
                throw new InvalidOperationException("Kestrel's parser did not take the head.");
            }
        }

        return handler.Lines;
    }

    private sealed class Handler : IHttpRequestLineHandler, IHttpHeadersHandler
    {
        public int Lines;

        public void OnStartLine(HttpVersionAndMethod versionAndMethod, TargetOffsetPathLength targetPath, Span<byte> startLine) => Lines += startLine.Length & 1;

        public void OnHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => Lines++;

        public void OnHeadersComplete(bool endStream)
        {
        }

        public void OnStaticIndexedHeader(int index) => Lines++;

        public void OnStaticIndexedHeader(int index, ReadOnlySpan<byte> value) => Lines++;

        public void OnDynamicIndexedHeader(int? index, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => Lines++;
    }
}
