<?php
// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright 2026 The Todoku authors
//
// Sends a mail by PHPMailer and prints what it says: phpmailer.php PORT
// PROPERTY=VALUE…, where "language" is that of its errors.

foreach (['Exception', 'PHPMailer', 'SMTP'] as $class) {
    require "/usr/share/php/libphp-phpmailer/src/$class.php";
}
$mail = new PHPMailer\PHPMailer\PHPMailer(true);
$mail->isSMTP();
$mail->Host = '127.0.0.1';
$mail->Port = (int) $argv[1];
$mail->Timeout = 2;
$mail->SMTPAutoTLS = false;
$mail->SMTPDebug = 2;
foreach (array_slice($argv, 2) as $setting) {
    [$name, $value] = explode('=', $setting, 2);
    if ($name === 'language') {
        $mail->setLanguage($value);
    } else {
        $mail->$name = $value;
    }
}
$mail->SMTPAuth = $mail->Username !== '';
$mail->setFrom('taro@example.com');
$mail->addAddress('hanako@example.com');
$mail->Subject = 'test';
$mail->Body = 'x';
try {
    $mail->send();
} catch (Exception $error) {
    echo $mail->ErrorInfo, "\n";
    exit(1);
}
