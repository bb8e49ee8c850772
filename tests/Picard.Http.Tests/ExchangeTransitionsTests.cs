namespace Picard.Http.Tests;

/// <summary>RFC 9112 §9: both sides done is the only way to a second exchange.</summary>
public sealed class ExchangeTransitionsTests
{
    [Fact]
    public void BothSidesDone_CanReuse()
    {
        var exchange = default(ExchangeTransitions);
        Assert.True(exchange.TryApplyRequest(ExchangeEvent.HeadAlone));
        Assert.True(exchange.TryApplyResponse(ExchangeEvent.Interim));
        Assert.True(exchange.TryApplyResponse(ExchangeEvent.HeadWithContent));
        Assert.True(exchange.TryApplyResponse(ExchangeEvent.Content));
        Assert.False(exchange.CanReuse);
        Assert.True(exchange.TryApplyResponse(ExchangeEvent.End));
        Assert.True(exchange.CanReuse);
        Assert.False(exchange.MustClose);
        exchange.Reuse();
        Assert.Equal((ExchangeState.Head, ExchangeState.Head), (exchange.Request, exchange.Response));
    }

    [Fact]
    public void EarlyResponse_WaitsForTheRequestsEnd()
    {
        var exchange = default(ExchangeTransitions);
        Assert.True(exchange.TryApplyRequest(ExchangeEvent.HeadWithContent));
        Assert.True(exchange.TryApplyResponse(ExchangeEvent.HeadAlone));
        Assert.False(exchange.CanReuse);
        Assert.Throws<InvalidOperationException>(() => exchange.Reuse());
        Assert.True(exchange.TryApplyRequest(ExchangeEvent.End));
        Assert.True(exchange.CanReuse);
    }

    [Fact]
    public void FailedRequest_ClosesAfterTheResponse()
    {
        var exchange = default(ExchangeTransitions);
        Assert.True(exchange.TryApplyRequest(ExchangeEvent.Fail));
        Assert.False(exchange.MustClose);
        Assert.True(exchange.TryApplyResponse(ExchangeEvent.HeadAlone));
        Assert.True(exchange.MustClose);
        Assert.False(exchange.CanReuse);
    }

    [Fact]
    public void Tunnel_TakesBothSides()
    {
        var exchange = default(ExchangeTransitions);
        Assert.False(exchange.TryApplyResponse(ExchangeEvent.SwitchToTunnel));
        Assert.True(exchange.TryApplyRequest(ExchangeEvent.HeadAlone));
        Assert.True(exchange.TryApplyResponse(ExchangeEvent.SwitchToTunnel));
        Assert.Equal((ExchangeState.Tunnel, ExchangeState.Tunnel), (exchange.Request, exchange.Response));
        Assert.False(exchange.TryApplyResponse(ExchangeEvent.Content));
    }

    [Theory]
    [InlineData(ExchangeEvent.Content)]
    [InlineData(ExchangeEvent.End)]
    public void ContentBeforeTheHead_IsIllegal(ExchangeEvent happened)
    {
        var exchange = default(ExchangeTransitions);
        Assert.False(exchange.TryApplyResponse(happened));
        Assert.False(exchange.TryApplyRequest(happened));
    }

    [Fact]
    public void SecondFinalResponse_IsIllegal()
    {
        var exchange = default(ExchangeTransitions);
        Assert.True(exchange.TryApplyResponse(ExchangeEvent.HeadAlone));
        Assert.False(exchange.TryApplyResponse(ExchangeEvent.HeadAlone));
        Assert.False(exchange.TryApplyResponse(ExchangeEvent.HeadWithContent));
        Assert.False(exchange.TryApplyResponse(ExchangeEvent.Interim));
    }

    [Fact]
    public void InterimRequest_IsIllegal() => Assert.False(default(ExchangeTransitions).TryApplyRequest(ExchangeEvent.Interim));
}
