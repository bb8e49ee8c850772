using Microsoft.Win32.SafeHandles;

namespace Picard.Server.Tests;

/// <summary>How a file becomes an answer, before anything is sent.</summary>
public sealed class FileResponseTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"picard-{Guid.NewGuid():N}.bin");
    private readonly FakeTime _time = new();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Open_KnowsLengthTagAndDate()
    {
        using var file = Open(TimeSpan.FromSeconds(2));
        Assert.Equal(5, file.Length);
        Assert.Equal($"\"{(_time.GetUtcNow().UtcTicks - TimeSpan.FromSeconds(2).Ticks):x}-5\"", file.ETag.ToString());
        Assert.Equal(_time.GetUtcNow().AddSeconds(-2), file.LastModified);
        Assert.Null(file.ContentType);
    }

    [Fact]
    public void Open_OfAFileThatMayChangeWithinTheClocksResolution_HasAWeakTag()
    {
        using var file = Open(TimeSpan.FromSeconds(1.9));
        Assert.True(file.ETag!.Value.IsWeak);
    }

    [Fact]
    public void Open_OfAFileFromTheFuture_HasAWeakTag_AndTheDateOfNow()
    {
        using var file = Open(TimeSpan.FromHours(-1));
        Assert.True(file.ETag!.Value.IsWeak);
        Assert.Equal(_time.GetUtcNow(), file.LastModified);
    }

    [Fact]
    public void Open_OfNoFile_Throws()
    {
        Assert.Throws<FileNotFoundException>(() => FileResponse.Open(_path));
        Assert.Throws<DirectoryNotFoundException>(() => FileResponse.Open(Path.Combine(_path, "file")));
        Assert.Throws<UnauthorizedAccessException>(() => FileResponse.Open(Path.GetTempPath()));
    }

    [Fact]
    public void TryOpen_OfNoFile_IsFalse()
    {
        Assert.False(FileResponse.TryOpen(_path, out var file));
        Assert.Null(file);
        Assert.False(FileResponse.TryOpen(Path.Combine(_path, "file"), out _));
        Assert.False(FileResponse.TryOpen(Path.GetTempPath(), out _));
    }

    [Fact]
    public void TryOpen_OfAFile_OpensIt()
    {
        File.WriteAllText(_path, "12345");
        Assert.True(FileResponse.TryOpen(_path, out var file));
        Assert.Equal(5, file.Length);
        file.Dispose();
        Assert.True(file.File.IsClosed);
    }

    [Fact]
    public void OpenFile_LocksNobodyOut()
    {
        using var file = Open(TimeSpan.FromDays(1));
        File.WriteAllText(_path, "others write");
        File.Delete(_path);
    }

    [Fact]
    public void Handle_HasNoTagAndNoDate()
    {
        File.WriteAllText(_path, "12345");
        using var file = new FileResponse(File.OpenHandle(_path), 3);
        Assert.Equal((3L, (EntityTag?)null, (DateTimeOffset?)null), (file.Length, file.ETag, file.LastModified));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FileResponse(new SafeFileHandle(), -1));
        Assert.Throws<ArgumentNullException>(() => new FileResponse(null!, 1));
    }

    [Fact]
    public void ContentType_ThatIsNoFieldValue_IsRefused()
    {
        using var file = Open(TimeSpan.FromDays(1));
        Assert.Throws<ArgumentException>(() => file.ContentType = "text/plain\r\nX: y");
    }

    [Theory]
    [InlineData("/a/index.html", "text/html")]
    [InlineData("LOGO.PNG", "image/png")]
    [InlineData("a.b.json", "application/json")]
    [InlineData("x.unknown", null)]
    [InlineData("html", null)]
    [InlineData("a.html/b", null)]
    [InlineData("", null)]
    public void MediaType_IsThatOfTheNamesEnd(string path, string? expected) => Assert.Equal(expected, Picard.Gen.FileNames.MediaTypeOf(path));

    [Theory]
    [InlineData("report.pdf", "attachment; filename=\"report.pdf\"")]
    [InlineData("a b;c.txt", "attachment; filename=\"a b;c.txt\"")]
    [InlineData("100%.txt", "attachment; filename=\"100_.txt\"; filename*=UTF-8''100%25.txt")]
    [InlineData("\"q\".txt", "attachment; filename=\"_q_.txt\"; filename*=UTF-8''%22q%22.txt")]
    [InlineData("naïve.txt", "attachment; filename=\"na_ve.txt\"; filename*=UTF-8''na%C3%AFve.txt")]
    [InlineData("€ rates", "attachment; filename=\"_ rates\"; filename*=UTF-8''%E2%82%AC%20rates")]
    [InlineData("😀", "attachment; filename=\"_\"; filename*=UTF-8''%F0%9F%98%80")]
    [InlineData("it's", "attachment; filename=\"it's\"")]
    public void DownloadName_IsWrittenForOldAndNewClients(string name, string expected) => Assert.Equal(expected, Picard.Gen.ContentDisposition.Attachment(name));

    [Fact] // No attribute holds half a surrogate pair.
    public void DownloadName_ThatIsNoText_IsWrittenAsFarAsItIs() =>
        Assert.Equal("attachment; filename=\"_x\"; filename*=UTF-8''%EF%BF%BDx", Picard.Gen.ContentDisposition.Attachment("\ud800x"));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../passwd")]
    [InlineData("C:\\x")]
    [InlineData("a\r\nX: y")]
    [InlineData("a\u0085b")]
    public void DownloadName_ThatIsNoName_IsRefused(string name)
    {
        using var file = Open(TimeSpan.FromDays(1));
        Assert.Throws<ArgumentException>(() => file.DownloadName = name);
        Assert.Null(file.DownloadName);
    }

    private FileResponse Open(TimeSpan age)
    {
        File.WriteAllText(_path, "12345");
        File.SetLastWriteTimeUtc(_path, (_time.GetUtcNow() - age).UtcDateTime);
        return FileResponse.Open(_path, contentType: null, _time);
    }
}
