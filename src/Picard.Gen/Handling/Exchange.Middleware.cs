using System.Text;

namespace Picard.Gen;

// What middleware sees and changes of an exchange. How it is composed is in MiddlewareChain.
public sealed partial class Exchange
{
    private MiddlewareRecord? _middleware;

    /// <summary>The innermost chain that the exchange has come to; null if there is none.</summary>
    internal MiddlewareChain? Chain => _state.Chain;

    /// <summary>The fields that middleware adds to the response.</summary>
    internal ResponseFields AddedFields => Middleware.Added;

    /// <summary>The response whose head is about to be written.</summary>
    internal ResponseShape Outgoing => Middleware.Outgoing;

    internal long? OutgoingLength => Middleware.OutgoingLength;

    /// <summary>The time since the exchange began, where middleware asks for it.</summary>
    internal TimeSpan Elapsed => Time.GetElapsedTime(Middleware.Began);

    /// <summary>When that was, in UTC.</summary>
    internal DateTimeOffset BeganAt => Time.GetUtcNow() - Elapsed;

    /// <summary>The pattern of the route that was chosen.</summary>
    internal string? Route => _state.Table is { } table && Endpoint is { } endpoint ? table.PatternOf(endpoint) : null;

    /// <summary>Why there is no whole response, once the exchange has ended; null if there is.</summary>
    internal AbortReason? EndedBy => _state.IsRefused || (IsResponseComplete && !_state.HasFailed && !HasUnsentContent && !IsAborted) ? null
        : _state.HasFailed ? AbortReason.HandlerFailed
        : _state.Machine?.AbortReason ?? AbortedBy;

    /// <summary>Whether the server stops.</summary>
    internal bool IsServerStopping => _stopping.IsCancellationRequested;

    /// <summary>Whether the response content passes something on its way out.</summary>
    internal bool IsFiltered => _middleware?.Transform is not null || Interests(MiddlewareInterests.Response);

    private TimeProvider Time => _owner?.Time ?? TimeProvider.System;

    private MiddlewareRecord Middleware => _middleware ??= new MiddlewareRecord();

    /// <summary>Has the exchange pass through middleware, unless it has.</summary>
    /// <param name="stack">The middleware.</param>
    /// <param name="step">What is waited for, or what has ended the exchange.</param>
    /// <returns>Whether all have let it through.</returns>
    public bool TryEnter(MiddlewareStack stack, out ExchangeStep step)
    {
        for (var entered = _state.Chain; entered is not null; entered = entered.Outer)
        {
            if (ReferenceEquals(entered.Stack, stack))
            {
                step = entered.HasEntered ? ExchangeStep.Dispatch : entered.Advance();
                return step == ExchangeStep.Dispatch;
            }
        }

        if (_state.Chain is null)
        {
            Middleware.Began = Time.GetTimestamp();
        }

        var chain = stack.Rent();
        chain.Begin(this, _state.Chain, _state.HasContent);
        _state.Chain = chain;
        step = chain.Advance();
        return step == ExchangeStep.Dispatch;
    }

    /// <summary>A middleware wants the whole content before the exchange goes on.</summary>
    internal void CollectAtMost(Next next)
    {
        if (next.Step == MiddlewareStep.AwaitContent)
        {
            _state.MaxContentBytes = next.MaxContentBytes;
        }
    }

    internal void SetItem(Type type, object item)
    {
        var items = Middleware.Items;
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].Key == type)
            {
                items[i] = new(type, item);
                return;
            }
        }

        items.Add(new(type, item));
    }

    internal object? FindItem(Type type)
    {
        if (_middleware is { } middleware)
        {
            foreach (var item in middleware.Items)
            {
                if (item.Key == type)
                {
                    return item.Value;
                }
            }
        }

        return null;
    }

    /// <summary>What a middleware has left, for a parameter of a handler.</summary>
    /// <typeparam name="T">The type of the parameter.</typeparam>
    /// <param name="handler">The handler's name, for the exception.</param>
    /// <returns>The item.</returns>
    /// <exception cref="InvalidOperationException">No middleware has left one.</exception>
    public T RequiredItem<T>(string handler) => FindItem(typeof(T)) is T item
        ? item
        : throw new InvalidOperationException($"The handler '{handler}' needs an item of the type '{typeof(T).FullName}', and no middleware has left one: Request.Items.Set does.");

    /// <summary>What a middleware has left, or what stands for it.</summary>
    /// <typeparam name="T">The type of the parameter.</typeparam>
    /// <param name="whenMissing">What stands for a missing item.</param>
    /// <returns>The item.</returns>
    public T? OptionalItem<T>(T? whenMissing) => FindItem(Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T)) is T item ? item : whenMissing;

    /// <summary>The response changes on its way out.</summary>
    internal void SetTransform(ContentTransform transform)
    {
        if (Middleware.Transform is not null)
        {
            throw new InvalidOperationException("Another middleware changes the content of this response already: there is one transform for each.");
        }

        if (!Outgoing.Status.AllowsContent || OutgoingLength is 0)
        {
            throw new InvalidOperationException("This response has no content to change (RFC 9110 §6.4.1).");
        }

        Middleware.Transform = transform;
    }

    /// <summary>Has a middleware answer for what a handler, or another middleware, has thrown.</summary>
    internal bool TryMapFault(Exception exception)
    {
        for (var chain = _state.Chain; chain is not null && !HasResponded; chain = chain.Outer)
        {
            if (chain.TryMap(exception))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The server has refused the rest of the request, and answered in place of the handler.</summary>
    /// <param name="status">The status of that answer.</param>
    /// <param name="contentBytes">Octets of its content.</param>
    internal void Refused(StatusCode status, int contentBytes)
    {
        _state.Status = status;
        _state.ContentBytes = contentBytes;
        _state.IsStreaming = false;
        _state.IsRefused = true;
    }

    /// <summary>Delivers the last events of middleware. What one throws keeps it from no other: it is called again.</summary>
    internal void EndMiddleware()
    {
        while (_state.Chain is { } chain)
        {
            chain.End();
            _state.Chain = chain.Outer;
            chain.Return();
        }
    }

    /// <summary>A run of the request content was received.</summary>
    internal void SeeRequest(MiddlewareEvent seen, ReadOnlySpan<byte> content)
    {
        if (Interests(MiddlewareInterests.Request))
        {
            Show(_state.Chain, seen, content);
        }

        // Outer first, as it has come.
        static void Show(MiddlewareChain? chain, MiddlewareEvent seen, ReadOnlySpan<byte> content)
        {
            if (chain is not null)
            {
                Show(chain.Outer, seen, content);
                chain.Deliver(seen, content, trailers: null);
            }
        }
    }

    /// <summary>Shows a chain what was received before the exchange came to it.</summary>
    internal void ShowReceived(MiddlewareChain chain)
    {
        if ((chain.Interests & MiddlewareInterests.Request) == 0)
        {
            return;
        }

        foreach (var run in _state.Content)
        {
            chain.Deliver(MiddlewareEvent.RequestContent, run.Span, trailers: null);
        }

        if (Trailers.Count > 0)
        {
            chain.Deliver(MiddlewareEvent.RequestTrailers, default, trailers: null);
        }

        chain.Deliver(MiddlewareEvent.RequestEnd, default, trailers: null);
    }

    /// <summary>All of the request was received.</summary>
    internal void SeeRequestEnd()
    {
        if (Interests(MiddlewareInterests.Request))
        {
            if (Trailers.Count > 0)
            {
                SeeRequest(MiddlewareEvent.RequestTrailers, default);
            }

            SeeRequest(MiddlewareEvent.RequestEnd, default);
        }
    }

    /// <summary>A run of the response content was written.</summary>
    internal void SeeResponse(MiddlewareEvent seen, ReadOnlySpan<byte> content, ResponseFields? trailers = null)
    {
        if (Interests(MiddlewareInterests.Response))
        {
            for (var chain = _state.Chain; chain is not null; chain = chain.Outer)
            {
                chain.Deliver(seen, content, trailers);
            }
        }
    }

    /// <summary>What collected content is left, for those who read it piece by piece.</summary>
    /// <returns>False: there is none any more.</returns>
    internal bool TryTakeCollected(out ReadOnlyMemory<byte> piece)
    {
        piece = _state.Content.First;
        _state.Content = _state.Content.Slice(piece.Length);
        return !piece.IsEmpty;
    }

    /// <summary>Whether content was collected that some may want piece by piece.</summary>
    internal bool HasCollected => _state.HasContent && HasRequestContent;

    private bool Interests(MiddlewareInterests interest)
    {
        for (var chain = _state.Chain; chain is not null; chain = chain.Outer)
        {
            if ((chain.Interests & interest) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Shows middleware the head of a response before it is written.</summary>
    /// <returns>The head with what they add.</returns>
    private ResponseShape Announce(in ResponseShape shape, long? contentLength)
    {
        var middleware = Middleware;
        middleware.Outgoing = shape;
        middleware.OutgoingLength = contentLength;
        if (middleware.IsSilenced)
        {
            // One of them has failed: what they did was for a response that will not be.
            middleware.DropChanges();
        }
        else if (!middleware.IsAnnounced && !IsAborted && !HasResponded)
        {
            middleware.IsSilenced = true; // until it is known that none has failed
            middleware.KeepAdded();
            for (var chain = _state.Chain; chain is not null; chain = chain.Outer)
            {
                chain.DeliverResponse();
            }

            middleware.IsSilenced = false;
            middleware.IsAnnounced = true;
        }

        return middleware.Added.Count == 0 && middleware.Transform is null ? shape : shape with
        {
            Added = middleware.Added.Count == 0 ? null : middleware.Added,
            HasUnknownLength = middleware.Transform is not null && !shape.SendsContent,
        };
    }

    private ExchangeStep SendAnnounced(in ResponseShape given, string text)
    {
        var shape = Announce(given, Encoding.UTF8.GetByteCount(text));
        if (!BeginResponse(shape.Status))
        {
            return ExchangeStep.Complete;
        }

        if (shape.SendsContent && text.Length > 0 && IsFiltered)
        {
            var octets = Middleware.Text;
            _ = Encoding.UTF8.GetBytes(text, octets);
            return SendContent(shape, octets.Written);
        }

        _state.ContentBytes = _output.Write(shape, text);
        SeeResponseEnd(shape.Trailers);
        return ExchangeStep.Complete;
    }

    private ExchangeStep SendAnnounced(in ResponseShape given, ReadOnlyMemory<byte> content)
    {
        var shape = Announce(given, content.Length);
        return BeginResponse(shape.Status) ? SendContent(shape, content) : ExchangeStep.Complete;
    }

    private ExchangeStep SendContent(in ResponseShape shape, ReadOnlyMemory<byte> content)
    {
        if (shape.SendsContent && !content.IsEmpty)
        {
            SeeResponse(MiddlewareEvent.ResponseContent, content.Span);
            content = Transform(content);
        }

        _state.ContentBytes = shape.SendsContent ? content.Length : 0;
        _state.UnsentContent = _output.Write(shape, content);
        SeeResponseEnd(shape.Trailers);
        return ExchangeStep.Complete;
    }

    private void SeeResponseEnd(ResponseFields? trailers)
    {
        if (trailers is { Count: > 0 })
        {
            SeeResponse(MiddlewareEvent.ResponseTrailers, default, trailers);
        }

        SeeResponse(MiddlewareEvent.ResponseEnd, default);
    }

    private ReadOnlyMemory<byte> Transform(ReadOnlyMemory<byte> content)
    {
        if (_middleware?.Transform is not { } transform)
        {
            return content;
        }

        var output = _middleware.Transformed;
        while (!content.IsEmpty)
        {
            var run = content[..Math.Min(content.Length, ResponseContent.MaxWriteBytes)];
            transform.Write(run.Span, output);
            content = content[run.Length..];
        }

        transform.Complete(output);
        return output.Written;
    }
}
